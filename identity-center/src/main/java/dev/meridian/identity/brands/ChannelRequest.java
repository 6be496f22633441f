package dev.meridian.identity.brands;

import jakarta.validation.constraints.NotNull;

/** A channel to be stored: what kind it is. */
record ChannelRequest(@NotNull ChannelKind kind) {}
