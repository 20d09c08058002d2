package dev.consign.notify.delivery;

import java.time.Duration;

/// What the other side said to one delivery.
public sealed interface DeliveryResult {
    /// What is kept of it for a person; never a secret, never a buyer's address.
    String text();

    /// It has it.
    record Taken(String text) implements DeliveryResult {}

    /// It refused for now, broke or was silent; perhaps it has it: the id tells it so next time.
    ///
    /// @param notBefore how long it asked to be left alone; zero when it did not ask
    record Failed(String text, Duration notBefore) implements DeliveryResult {
        /// It did not ask for a pause.
        public Failed(String text) {
            this(text, Duration.ZERO);
        }
    }

    /// It will never take it, so there is no next time.
    record Refused(String text) implements DeliveryResult {}

    /// It wants to be told nothing any more; the delivery is kept.
    record Gone(String text) implements DeliveryResult {}

    /// It is not to be told just now; the delivery is kept.
    record Held(String text) implements DeliveryResult {}

    /// There is nobody to tell any more.
    record Withdrawn(String text) implements DeliveryResult {}
}
