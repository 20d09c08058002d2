package dev.consign.processor.api.describe;

import dev.consign.processor.api.problem.Fields;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The description for people to read and to try: Swagger UI, from files of ours alone. It runs no
/// script that is not one of these files and speaks to nobody but this program. Like the
/// description itself it is shown on this machine, or for the management key.
@Hidden
@RestController
@RequestMapping("/docs")
class DocsController {
    /// Its components set styles of their own; styles alone can do nothing to anybody.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private static final String PAGE = "index.html";
    private static final MediaType SCRIPT = new MediaType("text", "javascript");

    private static final Map<String, MediaType> OURS =
            Map.of(PAGE, MediaType.TEXT_HTML, "start.js", SCRIPT);

    private static final Map<String, MediaType> SWAGGER =
            Map.of(
                    "swagger-ui.css",
                    new MediaType("text", "css"),
                    "swagger-ui-bundle.js",
                    SCRIPT,
                    "favicon-32x32.png",
                    MediaType.IMAGE_PNG);

    /// The version is in the path of the files; there is one on the class path.
    private static final String VERSION = "5.32.14";

    @GetMapping
    ResponseEntity<Resource> page() {
        return file(PAGE);
    }

    @GetMapping("/{file}")
    ResponseEntity<Resource> file(@PathVariable String file) {
        var ours = OURS.get(file);
        if (ours != null) {
            return answer(ours, new ClassPathResource("openapi/docs/" + file));
        }
        var swagger = SWAGGER.get(file);
        if (swagger != null) {
            return answer(
                    swagger,
                    new ClassPathResource(
                            "META-INF/resources/webjars/swagger-ui/%s/%s"
                                    .formatted(VERSION, file)));
        }
        throw Fields.notFound("such page");
    }

    private static ResponseEntity<Resource> answer(MediaType type, Resource file) {
        return ResponseEntity.ok()
                .contentType(type)
                .header("Content-Security-Policy", POLICY)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .body(file);
    }
}
