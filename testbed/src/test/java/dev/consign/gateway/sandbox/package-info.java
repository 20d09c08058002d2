/// Our adapter against the sandbox program itself.
@org.jspecify.annotations.NullMarked
package dev.consign.gateway.sandbox;
