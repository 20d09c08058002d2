package dev.consign.notify.webhook.address;

import java.io.IOException;

/// A web address that nothing is sent to. The message goes on from "the url": it never says which
/// address a name stands for, or it would map our network for whoever asks.
public final class UnsafeTarget extends IOException {
    private static final long serialVersionUID = 1L;

    public UnsafeTarget(String what) {
        super(what);
    }
}
