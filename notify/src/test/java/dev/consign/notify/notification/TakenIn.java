package dev.consign.notify.notification;

import dev.consign.broker.codec.NotificationCodec;
import dev.consign.engine.MoneyPath;
import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.id.RefundNo;
import dev.consign.message.Notification;
import dev.consign.message.Notification.RefundPart;
import dev.consign.money.Money;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Sender;
import dev.consign.notify.notification.NotificationRows.Incoming;
import dev.consign.order.ItemKind;
import dev.consign.order.OrderStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Orders that have ended, and the intake of the word of it.
public final class TakenIn {
    public static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    public static final String BUYER = "buyer-0";

    private final MoneyPath path;
    private final NotificationRows rows;

    public TakenIn(MoneyPath path, Sender sender, List<Channel> sinks) {
        this.path = path;
        this.rows =
                new NotificationRows(
                        sender.jdbc(),
                        sender.transactions(),
                        sender.rows(),
                        sinks,
                        InstantSource.system());
    }

    /// An order that was paid and delivered; nobody has been told of it.
    public static String completed(MoneyPath path) {
        var order = path.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        path.processor().process(List.of(order.fact(FactKind.PAID, FactSource.CALLBACK)));
        return order.orderNo().value();
    }

    /// @return the number of an order whose end was just taken in
    public String order(OrderStatus told) {
        var order = completed(path);
        take(order, told);
        return order;
    }

    public int take(String order, OrderStatus told) {
        return rows.take(List.of(incoming(order, told)));
    }

    /// Takes in that a part of the order's money went back.
    public void takePart(String order, String refundNo) {
        var refund = new RefundNo(refundNo);
        takeRefund(order, Notification.idOfRefund(new OrderNo(order), refund), refund, 7_000);
    }

    /// Takes in that the same part came back again.
    public void takeReturn(String order, String refundNo) {
        var refund = new RefundNo(refundNo);
        takeRefund(order, Notification.idOfReturn(new OrderNo(order), refund), refund, 0);
    }

    private void takeRefund(String order, String id, RefundNo refund, long total) {
        var part = new RefundPart(refund, Money.of("CNY", 7_000), Money.of("CNY", total));
        rows.take(
                List.of(
                        incoming(
                                new Notification(
                                        id,
                                        new OrderNo(order),
                                        new BuyerId(BUYER),
                                        OrderStatus.COMPLETED,
                                        MoneyPath.PRICE,
                                        part,
                                        AT))));
    }

    static Incoming incoming(String order, OrderStatus told) {
        return incoming(
                new Notification(
                        order + ":" + told + ":v3",
                        new OrderNo(order),
                        new BuyerId(BUYER),
                        told,
                        MoneyPath.PRICE,
                        AT));
    }

    private static Incoming incoming(Notification notification) {
        return new Incoming(notification, NotificationCodec.encode(notification));
    }
}
