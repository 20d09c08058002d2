package dev.consign.processor.api.request;

import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.api.list.Superseded;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Fields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// A route is given the parameters it declares, each at most once, and no others: a filter with a
/// slip in its name would be passed over and the whole list shown, a repeated one joined to a text
/// that nobody sent. What it declares is read from its method, so that no new route can forget it.
///
/// Every value in an address is printable ASCII: names and words of ours have no other characters,
/// and the database cannot compare others with them.
public final class DeclaredParameters implements HandlerInterceptor {
    private static final int LONGEST_SHOWN = 80;

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            var declared = new Declared(method);
            checkBody(request, declared);
            checkPath(request);
            var seen = new HashSet<String>();
            for (var parameter : QueryString.read(request.getQueryString())) {
                check(parameter.name(), declared, seen);
                checkText(parameter.name(), parameter.value());
            }
            if (request instanceof MultipartHttpServletRequest parts) {
                checkParts(parts, declared, seen);
            }
            if (!Collections.disjoint(seen, declared.superseded())) {
                Deprecations.tell(response);
            }
        }
        return true;
    }

    /// Not a form: its fields would be taken for parameters. And no encoding but UTF-8, or the body
    /// would be read by way of replacement characters.
    private static void checkBody(HttpServletRequest request, Declared declared) {
        var type = type(request.getContentType());
        if (type == null) {
            return;
        }
        var charset = type.getCharset();
        if (type.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED)
                || ("multipart".equals(type.getType()) && !declared.parts())
                || (charset != null && !"UTF-8".equals(charset.name()))) {
            throw new ApiFailure(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_media_type",
                    "Send application/json in UTF-8 and say so in Content-Type.");
        }
    }

    private static @Nullable MediaType type(@Nullable String contentType) {
        try {
            return contentType == null ? null : MediaType.parseMediaType(contentType);
        } catch (IllegalArgumentException _) {
            throw new ApiFailure(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_media_type",
                    "The Content-Type of the request is none.");
        }
    }

    private static void checkPath(HttpServletRequest request) {
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> checkText(name.toString(), value.toString()));
        }
    }

    private static void checkParts(
            MultipartHttpServletRequest request, Declared declared, Set<String> seen) {
        var inQuery = Set.copyOf(seen);
        request.getMultiFileMap()
                .forEach((name, files) -> files.forEach(_ -> check(name, declared, seen)));
        request.getParameterMap()
                .forEach((name, values) ->
                        Arrays.stream(values)
                                // The container counts those of the query among them.
                                .skip(inQuery.contains(name) ? 1 : 0)
                                .forEach(_ -> check(name, declared, seen)));
    }

    private static void check(String name, Declared declared, Set<String> seen) {
        if (!declared.names().contains(name)) {
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "unknown_parameter",
                    "There is no parameter %s here; there %s."
                            .formatted(
                                    shown(name),
                                    declared.names().isEmpty()
                                            ? "are none"
                                            : "is " + String.join(", ", declared.names())));
        }
        if (!seen.add(name)) {
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "repeated_parameter",
                    "The parameter %s came more than once; send it once.".formatted(name));
        }
    }

    private static void checkText(String name, String value) {
        for (var i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                throw Fields.invalid(
                        "%s must be printable ASCII; at position %d it is not".formatted(name, i));
            }
        }
    }

    /// Whoever sends it chooses it: cut, and without what would have to be escaped.
    private static String shown(String name) {
        var safe = name.replaceAll("[^A-Za-z0-9_.-]", "?");
        return safe.length() > LONGEST_SHOWN ? safe.substring(0, LONGEST_SHOWN) : safe;
    }

    /// What a route takes.
    ///
    /// @param names in alphabetical order
    /// @param superseded those of them that have a newer name
    /// @param parts whether they come as the parts of a form
    record Declared(Set<String> names, Set<String> superseded, boolean parts) {
        Declared(HandlerMethod method) {
            this(
                    names(method),
                    superseded(method),
                    Arrays.stream(method.getMethodParameters()).anyMatch(Declared::isPart));
        }

        private static Set<String> names(HandlerMethod method) {
            var names = new TreeSet<String>();
            for (var parameter : method.getMethodParameters()) {
                var query = parameter.getParameterAnnotation(RequestParam.class);
                var part = parameter.getParameterAnnotation(RequestPart.class);
                if (PageQuery.class.equals(parameter.getParameterType())) {
                    names.addAll(PageQuery.NAMES);
                } else if (query != null) {
                    names.add(query.name().isEmpty() ? name(parameter) : query.name());
                } else if (part != null) {
                    names.add(part.name().isEmpty() ? name(parameter) : part.name());
                }
            }
            return names;
        }

        private static Set<String> superseded(HandlerMethod method) {
            return Arrays.stream(method.getMethodParameters())
                    .filter(one -> one.hasParameterAnnotation(Superseded.class))
                    .map(Declared::name)
                    .collect(Collectors.toUnmodifiableSet());
        }

        private static boolean isPart(MethodParameter parameter) {
            return parameter.hasParameterAnnotation(RequestPart.class);
        }

        private static String name(MethodParameter parameter) {
            return parameter.getParameter().getName();
        }
    }
}
