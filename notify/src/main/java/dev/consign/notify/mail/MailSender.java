package dev.consign.notify.mail;

import dev.consign.notify.delivery.DeliveryResult;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/// Hands one letter to the mail server and says what the server said: its word about this recipient
/// or this letter is final when it is a 5xx; whatever else goes wrong is tried again.
@Component
@Conditional(HasMailServer.class)
final class MailSender {
    private static final int PERMANENT = 500;

    private final MailSettings settings;
    private final MailAddress from;
    private final Session session;
    private final InstantSource clock;

    MailSender(MailSettings settings, InstantSource clock) {
        this.settings = settings;
        this.from = settings.sender();
        this.session = Session.getInstance(properties(settings));
        this.clock = clock;
    }

    /// @param id stable over every repeat: a reader that has this Message-ID need not show it again
    DeliveryResult send(String id, MailAddress to, MailText letter) {
        try (var transport = (SMTPTransport) session.getTransport("smtp")) {
            var message = message(id, to, letter);
            transport.connect(
                    settings.host(),
                    settings.port(),
                    settings.user(),
                    settings.secret().map(secret -> secret.value()).orElse(null));
            transport.sendMessage(message, new Address[] {new InternetAddress(to.value())});
            return new DeliveryResult.Taken(said(transport.getLastServerResponse(), to));
        } catch (MessagingException e) {
            return answer(e, to);
        }
    }

    private Message message(String id, MailAddress to, MailText letter) throws MessagingException {
        var message = new Identified(session, "<%s@%s>".formatted(id, from.domain()));
        message.setFrom(new InternetAddress(from.value()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to.value()));
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setText(letter.text(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    private static DeliveryResult answer(MessagingException failure, MailAddress to) {
        for (Exception one = failure;
                one instanceof MessagingException next;
                one = next.getNextException()) {
            switch (one) {
                case SMTPAddressFailedException recipient
                        when recipient.getReturnCode() >= PERMANENT -> {
                    return new DeliveryResult.Refused(said(recipient, to));
                }
                case SMTPSendFailedException letter
                        when letter.getReturnCode() >= PERMANENT
                                && !command(letter).startsWith("MAIL") -> {
                    return new DeliveryResult.Refused(said(letter, to));
                }
                default -> {}
            }
        }
        return new DeliveryResult.Failed(said(failure, to));
    }

    private static String command(SMTPSendFailedException failure) {
        return String.valueOf(failure.getCommand()).strip().toUpperCase(Locale.ROOT);
    }

    /// Servers like to repeat the address; it is nobody's but the buyer's.
    private static String said(Object text, MailAddress to) {
        return String.valueOf(text).replace(to.value(), "the buyer");
    }

    private static Properties properties(MailSettings settings) {
        var properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", millis(settings.connectTimeout()));
        properties.put("mail.smtp.timeout", millis(settings.readTimeout()));
        properties.put("mail.smtp.writetimeout", millis(settings.writeTimeout()));
        properties.put("mail.smtp.auth", String.valueOf(settings.secret().isPresent()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.tls()) {
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
            case NONE -> {}
            case null -> throw new IllegalStateException("checked with the settings");
        }
        return properties;
    }

    private static String millis(Duration time) {
        return String.valueOf(time.toMillis());
    }

    /// The library would give every repeat a new id.
    private static final class Identified extends MimeMessage {
        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
