package dev.consign.processor.backoffice.notifications;

import dev.consign.id.BuyerId;
import dev.consign.notify.mail.Contacts;
import dev.consign.notify.mail.MailAddress;
import dev.consign.platform.audit.Audit;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.security.Caller;
import dev.consign.sql.Transactions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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
    private final Audit audit;

    ContactController(Contacts contacts, Transactions transactions, Audit audit) {
        this.contacts = contacts;
        this.transactions = transactions;
        this.audit = audit;
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void put(
            @PathVariable String buyerId,
            @RequestBody @Nullable ContactRequest body,
            @AuthenticationPrincipal Caller caller) {
        var buyer = Fields.shaped("buyerId", buyerId, BuyerId::new);
        var address = Fields.shaped("email", Fields.body(body).email, MailAddress::new);
        transactions.run(() -> {
            contacts.put(buyer, address);
            audit.write(caller.actor(), "CONTACT_SET", buyer.value(), "a mail address was given");
        });
    }

    /// Also when there is none.
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String buyerId, @AuthenticationPrincipal Caller caller) {
        var buyer = Fields.shaped("buyerId", buyerId, BuyerId::new);
        transactions.run(() -> {
            if (contacts.delete(buyer)) {
                audit.write(
                        caller.actor(),
                        "CONTACT_DELETE",
                        buyer.value(),
                        "the mail address is gone");
            }
        });
    }

    record ContactRequest(@Nullable String email) {}
}
