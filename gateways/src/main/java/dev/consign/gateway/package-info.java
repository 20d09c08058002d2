/// The seam to payment gateways: one adapter a gateway, one package an adapter.
@NullMarked
package dev.consign.gateway;

import org.jspecify.annotations.NullMarked;
