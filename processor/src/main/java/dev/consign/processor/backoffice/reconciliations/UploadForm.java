package dev.consign.processor.backoffice.reconciliations;

import jakarta.servlet.MultipartConfigElement;
import org.springframework.stereotype.Component;

/// How large a form may be: uploads go to the container's temporary directory while they come in.
/// No other route reads a multipart body.
@Component
final class UploadForm extends MultipartConfigElement {
    private static final int IN_MEMORY = 64 * 1024;

    UploadForm(UploadSettings settings) {
        super("", settings.bytes(), settings.bytes() + IN_MEMORY, IN_MEMORY);
    }
}
