package dev.consign.processor.backoffice.reconciliations;

import dev.consign.sql.RefusedToStart;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/// How large a statement may be that a person gives us.
///
/// @param largestStatement a million lines are about 100 MB
@ConfigurationProperties("consign.reconciliation")
public record UploadSettings(@Nullable DataSize largestStatement) {
    private static final DataSize MOST = DataSize.ofGigabytes(4);

    /// @throws RefusedToStart when it is missing, or no size
    public UploadSettings {
        if (largestStatement == null
                || largestStatement.toBytes() < 1
                || largestStatement.compareTo(MOST) > 0) {
            throw new RefusedToStart(
                    "consign.reconciliation.largest-statement must be set, and at most 4GB");
        }
    }

    long bytes() {
        return largestStatement == null ? 0 : largestStatement.toBytes();
    }
}
