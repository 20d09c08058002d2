package dev.consign.gateway.http;

import java.time.Duration;

/// What fetching one file may cost.
///
/// @param maxBytes a longer file is given up
/// @param timeout for the whole file
public record DownloadLimits(long maxBytes, Duration timeout) {}
