/** Reading JSON that strangers wrote, field by field, so that each fault is named where it is. */
@NullMarked
package dev.meridian.customer.wire;

import org.jspecify.annotations.NullMarked;
