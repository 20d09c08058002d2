package dev.consign.engine.change;

import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.order.Decision.Effect;

/// Goods that change hands in one batch. What is taken or given back is so for the orders that
/// follow in it.
final class GoodsMoves {
    private final Goods goods = new Goods();
    private final AvailableStock stock;
    private final MoneyMoves money;

    GoodsMoves(AvailableStock stock, MoneyMoves money) {
        this.stock = stock;
        this.money = money;
    }

    /// @param difference what the platform adds to the money of a delivery; negative when it keeps
    ///   some of it
    void move(OrderAggregate file, PaymentNo paymentNo, Effect effect, Money difference) {
        if (effect == Effect.DELIVER) {
            money.deliver(file, paymentNo, difference);
            goods.delivered().add(file.order());
        } else {
            move(file, effect);
        }
    }

    /// Where none is delivered.
    void move(OrderAggregate file, Effect effect) {
        switch (effect) {
            case TAKE_STOCK -> take(file);
            case RELEASE_STOCK -> release(file);
            case COLLECT,
                    ASK_GATEWAY,
                    CORRECT_COLLECTION,
                    DELIVER,
                    RETURN_MONEY,
                    BOOK_REFUND,
                    BOOK_REVERSALS,
                    BOOK_RETURN,
                    OPEN_DISPUTE,
                    WIN_DISPUTE,
                    LOSE_DISPUTE,
                    END_DISPUTE ->
                    throw new IllegalArgumentException(effect + " moves no stock");
        }
    }

    private void take(OrderAggregate file) {
        goods.taken().add(file.order());
        stock.take(file.order());
    }

    private void release(OrderAggregate file) {
        goods.released().add(file.order());
        stock.giveBack(file.order());
    }

    /// All of them.
    Goods moved() {
        return goods;
    }
}
