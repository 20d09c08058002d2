package dev.consign.gateway;

import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What a gateway is asked to collect. However often the same payment number is sent, it is one
/// payment.
///
/// @param notifyUrl where it posts callbacks
/// @param subject what the buyer reads on the payment page
/// @param returnUrl where it leads the buyer afterwards; that the buyer came there says nothing of
///   whether it was paid. Null for nowhere
public record CreateRequest(
        PaymentNo paymentNo,
        Money amount,
        URI notifyUrl,
        String subject,
        @Nullable URI returnUrl) {}
