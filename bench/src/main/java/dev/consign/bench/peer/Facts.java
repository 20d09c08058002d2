package dev.consign.bench.peer;

import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.payment.PaymentFact;

/// Message bodies as values, by the product's own codec.
public final class Facts {
    private Facts() {}

    /// @return what the gateway said
    /// @throws IllegalArgumentException when the body holds no fact; the broker then delivers it
    ///   again until it is a dead letter
    public static PaymentFact of(String body) {
        return switch (FactCodec.decode(body)) {
            case DecodedFact.Fact(var fact) -> fact;
            case DecodedFact.Undecodable(var cause, var detail) ->
                    throw new IllegalArgumentException(cause + ": " + detail);
        };
    }
}
