package dev.consign.notify.mail;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/// A real SMTP server in this JVM: keeps what it is sent, in as bad a mood as a test wants it to
/// be.
public final class MailServer implements AutoCloseable {
    public enum Mood {
        WELL,
        /// Takes the whole letter and never says so.
        SILENT,
        /// Hangs up at the end of the letter.
        DROPPING,
        /// 451 for the recipient: not now.
        BUSY,
        /// 550 for the recipient: never.
        UNKNOWN_RECIPIENT,
        /// 554 for the letter: never.
        REFUSING,
        /// 530 for the sender: we are not logged in.
        CLOSED
    }

    private final SMTPServer server;
    private final ConcurrentLinkedQueue<Mail> taken = new ConcurrentLinkedQueue<>();
    private final Queue<Mood> moods = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Mood mood = Mood.WELL;

    public MailServer() {
        server =
                new SMTPServer.Builder()
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .port(0)
                        .messageHandlerFactory(_ -> new Handler())
                        .build();
        server.start();
    }

    public int port() {
        return server.getPortAllocated();
    }

    public void be(Mood wanted) {
        mood = wanted;
    }

    /// One letter in this mood, before any other.
    public void next(Mood once) {
        moods.add(once);
    }

    public List<Mail> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void close() {
        over.countDown();
        server.stop();
    }

    /// One letter as it came over the wire.
    public record Mail(String from, String to, String text) {
        public String header(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .reduce("", String::concat);
        }

        public List<String> headers() {
            return text.lines().takeWhile(line -> !line.isEmpty()).toList();
        }
    }

    private final class Handler implements MessageHandler {
        private final Mood now = moods.isEmpty() ? mood : moods.remove();
        private String from = "";
        private String to = "";

        @Override
        public void from(String address) throws RejectException {
            if (now == Mood.CLOSED) {
                throw new RejectException(530, "5.7.0 authentication required");
            }
            from = address;
        }

        @Override
        public void recipient(String address) throws RejectException {
            if (now == Mood.BUSY) {
                throw new RejectException(451, "4.7.1 try again later <" + address + ">");
            }
            if (now == Mood.UNKNOWN_RECIPIENT) {
                throw new RejectException(550, "5.1.1 <" + address + "> user unknown");
            }
            to = address;
        }

        @Override
        public String data(InputStream data) throws RejectException, IOException {
            var text = new String(data.readAllBytes(), StandardCharsets.UTF_8);
            if (now == Mood.DROPPING) {
                throw new DropConnectionException(421, "4.3.2 going down");
            }
            if (now == Mood.REFUSING) {
                throw new RejectException(554, "5.7.1 this is spam");
            }
            taken.add(new Mail(from, to, text));
            if (now == Mood.SILENT) {
                hang();
            }
            return "2.0.0 taken";
        }

        @Override
        public void done() {}

        private void hang() {
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
