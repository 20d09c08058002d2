package dev.consign.processor.mail;

import dev.consign.id.BuyerId;
import dev.consign.processor.problem.Fields;
import dev.consign.sql.Transactions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Buyers' addresses over HTTP: put and taken back, and never shown.
@RestController
@RequestMapping("/api/buyers/{buyerId}/contact")
class ContactController {
    private final Contacts contacts;
    private final Transactions transactions;

    ContactController(Contacts contacts, Transactions transactions) {
        this.contacts = contacts;
        this.transactions = transactions;
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void put(@PathVariable String buyerId, @RequestBody @Nullable ContactRequest body) {
        var buyer = Fields.shaped("buyerId", buyerId, BuyerId::new);
        var address = Fields.shaped("email", Fields.body(body).email, MailAddress::new);
        transactions.run(() -> contacts.put(buyer, address));
    }

    /// Also when there is none.
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String buyerId) {
        var buyer = Fields.shaped("buyerId", buyerId, BuyerId::new);
        transactions.run(() -> contacts.delete(buyer));
    }

    record ContactRequest(@Nullable String email) {}
}
