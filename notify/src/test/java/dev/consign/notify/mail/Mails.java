package dev.consign.notify.mail;

import dev.consign.id.BuyerId;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Sender;
import dev.consign.notify.mail.MailSettings.Tls;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Mail as the processor puts it together, with the addresses in the hands of a test.
public final class Mails {
    private static final InstantSource CLOCK = InstantSource.system();

    private final Contacts contacts;

    public Mails(Sender sender) {
        contacts = new Contacts(JdbcClient.create(sender.jdbc()), CLOCK);
    }

    public Channel sink(int port) {
        return sink(port, Tls.NONE);
    }

    Channel sink(int port, Tls tls) {
        var settings =
                new MailSettings(
                        "127.0.0.1",
                        port,
                        "",
                        "",
                        "shop@consign.example",
                        tls,
                        Duration.ofMillis(400),
                        Duration.ofMillis(500),
                        Duration.ofMillis(500));
        return new MailSink(contacts, new MailSender(settings, CLOCK));
    }

    public void put(String buyer, String address) {
        contacts.put(new BuyerId(buyer), new MailAddress(address));
    }

    public void forget(String buyer) {
        contacts.delete(new BuyerId(buyer));
    }
}
