/// What the API says of itself: `/v3/api-docs` for programs and generators, `/docs` for people.
/// What the source does not say is in the texts under `openapi/`, and tests compare the two.
@NullMarked
package dev.consign.processor.api.describe;

import org.jspecify.annotations.NullMarked;
