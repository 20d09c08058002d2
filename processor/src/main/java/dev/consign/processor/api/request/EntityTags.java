package dev.consign.processor.api.request;

import dev.consign.processor.api.problem.Fields;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an If-None-Match says (RFC 9110 section 13.1.2): which representations a client has.
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[\\x21\\x23-\\x7e]*\")");
    private static final Pattern BETWEEN = Pattern.compile("[ \\t]*(?:,[ \\t]*)+");
    private static final String ANY = "*";

    private final Set<String> tags;

    private EntityTags(Set<String> tags) {
        this.tags = tags;
    }

    /// @param header null for none
    /// @throws dev.consign.processor.api.problem.ApiFailure 400 when it is no list of tags
    public static EntityTags read(@Nullable String header) {
        var tags = new HashSet<String>();
        if (header == null) {
            return new EntityTags(tags);
        }
        var text = header.strip();
        if (text.equals(ANY)) {
            return new EntityTags(Set.of(ANY));
        }
        var at = 0;
        var tag = TAG.matcher(text);
        var between = BETWEEN.matcher(text);
        while (tag.find(at) && tag.start() == at) {
            tags.add(tag.group(1));
            at = tag.end();
            if (at == text.length()) {
                return new EntityTags(tags);
            }
            if (!between.find(at) || between.start() != at) {
                break;
            }
            at = between.end();
        }
        throw Fields.invalid(
                "If-None-Match must be * or tags in quotes, as ETag gave them, with commas between");
    }

    /// Whether the client has it, or says that it has any.
    ///
    /// @param tag in quotes
    public boolean have(String tag) {
        return tags.contains(ANY) || tags.contains(tag);
    }
}
