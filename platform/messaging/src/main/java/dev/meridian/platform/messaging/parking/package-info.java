/** Events that cannot be handled and those of their key that come behind them: kept apart, and taken up again in order. */
@NullMarked
package dev.meridian.platform.messaging.parking;

import org.jspecify.annotations.NullMarked;
