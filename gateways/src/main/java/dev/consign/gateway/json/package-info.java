/// What gateways send as JSON, each field read as exactly what it must be.
@NullMarked
package dev.consign.gateway.json;

import org.jspecify.annotations.NullMarked;
