/// What a kind of gateway says of itself, so that accounts there can be read from the settings.
@NullMarked
package dev.consign.gateway.account;

import org.jspecify.annotations.NullMarked;
