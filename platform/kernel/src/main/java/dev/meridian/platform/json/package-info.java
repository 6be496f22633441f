/**
 * Reading JSON that strangers wrote, field by field, so that each fault is named where it is; and keeping JSON that we
 * wrote ourselves.
 */
@NullMarked
package dev.meridian.platform.json;

import org.jspecify.annotations.NullMarked;
