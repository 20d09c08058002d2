package dev.consign.sql.start;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyNameAliases;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/// Reads typed settings, and turns whatever is wrong with them into the one sentence that whoever
/// starts the program needs.
public final class Settings {
    private static final String ACCOUNTS = "consign.gateways.";

    private final Environment environment;

    /// @param environment everything that was set, wherever
    public Settings(Environment environment) {
        this.environment = environment;
    }

    /// @param type a record that checks its components
    /// @throws RefusedToStart in the words of the record itself
    public <T> T read(String prefix, Class<T> type) {
        return read(prefix, Bindable.of(type));
    }

    /// @throws RefusedToStart in the words of the settings themselves
    public <T> T read(String prefix, Bindable<T> type) {
        try {
            return Binder.get(environment).bindOrCreate(prefix, type);
        } catch (BindException e) {
            throw new RefusedToStart(words(e));
        }
    }

    /// What an account does not say of its own, time-outs above all, is that of the account which
    /// is named like its protocol.
    ///
    /// @param shared the properties that may be left out
    /// @throws RefusedToStart in the words of the record itself, about the account's own properties
    public <T> T readAccount(String name, String protocol, List<String> shared, Class<T> type) {
        var own = ACCOUNTS + name;
        if (name.equals(protocol)) {
            return read(own, type);
        }
        var others = ACCOUNTS + protocol;
        var aliases = new ConfigurationPropertyNameAliases();
        shared.forEach(one -> aliases.addAliases(others + "." + one, own + "." + one));
        var sources = new ArrayList<ConfigurationPropertySource>();
        ConfigurationPropertySources.get(environment)
                .forEach(source -> sources.add(source.withAliases(aliases)));
        try {
            return new Binder(sources, new PropertySourcesPlaceholdersResolver(environment))
                    .bindOrCreate(own, Bindable.of(type));
        } catch (BindException e) {
            throw new RefusedToStart(of(name, protocol, words(e)));
        }
    }

    private static String of(String name, String protocol, String sentence) {
        return sentence.replace(ACCOUNTS + protocol + ".", ACCOUNTS + name + ".");
    }

    /// @throws RefusedToStart when the setting is not there
    public void require(String property, String name) {
        DatabaseSettings.present(environment.getProperty(property), name);
    }

    /// @throws RefusedToStart when the password is missing, or one that anybody would try first
    public void requirePassword(String property, String name) {
        DatabaseSettings.refuseGuessable(environment.getProperty(property), name);
    }

    /// What no program of ours starts without: who to be at the database and the broker. Each is
    /// refused when it is not there, or is a password anybody would try first.
    public List<Runnable> databaseAndBroker() {
        return List.of(
                () -> require("consign.db.url", "CONSIGN_DB_URL"),
                () -> require("consign.db.user", "CONSIGN_DB_USER"),
                () -> requirePassword("consign.db.password", "CONSIGN_DB_PASSWORD"),
                () -> require("consign.broker.url", "CONSIGN_BROKER_URL"),
                () -> require("consign.broker.user", "CONSIGN_BROKER_USER"),
                () -> requirePassword("consign.broker.password", "CONSIGN_BROKER_PASSWORD"));
    }

    /// Runs all checks and tells everything that is wrong at once: whoever sets a program up would
    /// learn of one setting a start otherwise.
    ///
    /// @throws RefusedToStart with the sentence of each check that refused
    public static void together(Collection<Runnable> checks) {
        var wrong = new LinkedHashSet<String>();
        for (var check : checks) {
            try {
                check.run();
            } catch (RuntimeException e) {
                var sentence = sentence(e);
                if (sentence == null) {
                    throw e;
                }
                wrong.add(sentence);
            }
        }
        if (!wrong.isEmpty()) {
            throw new RefusedToStart(String.join("; ", wrong));
        }
    }

    /// What is wrong with the settings, when that is what the failure is about.
    static @Nullable String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedToStart) {
                return String.valueOf(cause.getMessage());
            }
            if (cause instanceof BindException unbound) {
                return words(unbound);
            }
        }
        return null;
    }

    /// Runs what checks settings a second time, against each other or the library they are for.
    ///
    /// @throws RefusedToStart in the words of the check
    public static <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new RefusedToStart(String.valueOf(e.getMessage()));
        }
    }

    /// Our own records say everything in their message; a text that is no number or no time is
    /// named by its property only, since the text might be a password in the wrong place.
    private static String words(BindException failure) {
        var own = ownWords(failure);
        if (own != null) {
            return own;
        }
        var property = failure.getProperty();
        var name = property == null ? failure.getName() : property.getName();
        return "%s cannot be read".formatted(name);
    }

    private static @Nullable String ownWords(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var message = cause.getMessage();
            var ours =
                    cause instanceof RefusedToStart
                            || (cause instanceof IllegalArgumentException
                                    && message != null
                                    && message.contains("consign."));
            if (ours) {
                return message;
            }
        }
        return null;
    }
}
