package dev.consign.testbed.launcher;

/// What `consign up` prints: where everything is and one command that works when pasted.
final class Welcome {
    private Welcome() {}

    static String text(Launcher launcher) {
        var urls = launcher.urls();
        return """

        Consign is ready. Ctrl-C stops it.

          processor    %1$s
          reconciler   %2$s
          sandbox      %3$s
          everything   %4$s (addresses, passwords, API keys, process ids)

        Try:

          curl -s -X POST %1$s/api/consignors \\
            -H 'Authorization: Bearer %5$s' -H 'Content-Type: application/json' \\
            -d '{"name":"First consignor","commissionBps":500}'
        """
                .formatted(
                        urls.get("processor"),
                        urls.get("reconciler"),
                        urls.get("sandbox"),
                        launcher.description(),
                        launcher.apiKey("shop"));
    }
}
