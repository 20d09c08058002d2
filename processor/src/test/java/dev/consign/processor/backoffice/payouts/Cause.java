package dev.consign.processor.backoffice.payouts;

import static dev.consign.processor.backoffice.payouts.PayoutDesk.BOOKS;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.DAY;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.PATH;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.closeCases;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.noon;

import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.RefundUse;
import java.time.InstantSource;

/// Why money of a delivered order may not be ours, and how that ends.
enum Cause {
    UNEXPECTED_REFUND {
        @Override
        void begin(Waiting order) {
            says(order, FactKind.REFUNDED, part(order), "back-" + order.paymentNo());
        }
    },
    DISPUTE {
        @Override
        void begin(Waiting order) {
            says(order, FactKind.DISPUTE_OPENED, part(order), "d-1");
        }

        @Override
        void end(Waiting order) {
            says(order, FactKind.DISPUTE_WON, part(order), "d-1");
        }
    },
    SECOND_PAYMENT {
        @Override
        void begin(Waiting order) {
            says(order, FactKind.PAID, order.amount(), "again-" + order.paymentNo());
        }

        @Override
        void end(Waiting order) {
            closeCases(order);
            PATH.engine(InstantSource.system())
                    .carryOut(
                            new Command.ReturnMoney(
                                    order.orderNo(),
                                    order.paymentNo(),
                                    RefundUse.HELD,
                                    new TransactionId("again-" + order.paymentNo()),
                                    null));
        }
    },
    PAID_IN_ANOTHER_CURRENCY {
        @Override
        String kind() {
            return "MISMATCH";
        }

        @Override
        void begin(Waiting order) {
            says(order, FactKind.PAID, Money.of("USD", 1), "usd-" + order.paymentNo());
        }
    },
    REFUND_OF_ANOTHER_AMOUNT {
        @Override
        String kind() {
            return "MISMATCH";
        }

        @Override
        void begin(Waiting order) {
            var refund = PATH.engine(InstantSource.fixed(noon(DAY))).askBack(order, part(order));
            BOOKS.says(order.returned(refund, Money.of("CNY", 199)), noon(DAY).plusSeconds(60));
        }

        // The refund is given up, so that all is as it was.
        @Override
        void end(Waiting order) {
            closeCases(order);
            var refund =
                    PATH.sql()
                            .sql("SELECT refund_no FROM refund WHERE order_no = ?")
                            .param(order.orderNo().value())
                            .query(String.class)
                            .single();
            PATH.engine(InstantSource.system())
                    .carryOut(new Command.KeepMoney(order.orderNo(), new RefundNo(refund)));
        }
    },
    UNKNOWN_ORDER {
        // As it is when the word was there before the order could be found.
        @Override
        void begin(Waiting order) {
            says(order, FactKind.REFUNDED, part(order), "back-" + order.paymentNo());
            PATH.sql()
                    .sql(
                            "UPDATE case_file SET kind = 'UNKNOWN_ORDER', order_no = NULL WHERE payment_no = ?")
                    .param(order.paymentNo().value())
                    .update();
        }
    };

    abstract void begin(Waiting order);

    void end(Waiting order) {
        closeCases(order);
    }

    String kind() {
        return name();
    }

    private static Money part(Waiting order) {
        return new Money(order.amount().currency(), 200);
    }

    private static void says(Waiting order, FactKind kind, Money money, String transaction) {
        BOOKS.says(
                order.fact(kind, FactSource.CALLBACK, money, transaction),
                noon(DAY).plusSeconds(60));
    }
}
