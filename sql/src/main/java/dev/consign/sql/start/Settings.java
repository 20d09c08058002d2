package dev.consign.sql.start;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// Reads typed settings, and turns whatever is wrong with them into the one sentence that whoever
/// starts the program needs.
public final class Settings {
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
            throw new RefusedToStart(sentence(e));
        }
    }

    /// @throws RefusedToStart when the setting is not there
    public void require(String property, String name) {
        DatabaseSettings.present(environment.getProperty(property), name);
    }

    /// @throws RefusedToStart when the password is missing, or one that anybody would try first
    public void requirePassword(String property, String name) {
        DatabaseSettings.refuseGuessable(environment.getProperty(property), name);
    }

    /// What no program of ours starts without: who to be at the database and the broker.
    ///
    /// @throws RefusedToStart when one of it is not there, or is a password anybody would try first
    public void requireDatabaseAndBroker() {
        require("consign.db.url", "CONSIGN_DB_URL");
        require("consign.db.user", "CONSIGN_DB_USER");
        requirePassword("consign.db.password", "CONSIGN_DB_PASSWORD");
        require("consign.broker.url", "CONSIGN_BROKER_URL");
        require("consign.broker.user", "CONSIGN_BROKER_USER");
        requirePassword("consign.broker.password", "CONSIGN_BROKER_PASSWORD");
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
    static String sentence(BindException failure) {
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
