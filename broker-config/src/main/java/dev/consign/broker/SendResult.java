package dev.consign.broker;

/// What is known after a send: three answers and never a boolean, because "no answer" is one of
/// them.
public sealed interface SendResult {

    /// The broker has the message on its disk (or already had it under the same duplicate id).
    record Accepted() implements SendResult {}

    /// The message is definitely not in the queue.
    ///
    /// @param why one sentence for the log
    record Refused(String why) implements SendResult {}

    /// The message may be in the queue. The only right move is to send it again under the same
    /// duplicate id.
    ///
    /// @param why one sentence for the log
    record Unknown(String why) implements SendResult {}
}
