/** Definitions of segments: drafts, versions, and which of them are in force. */
@ApplicationModule(allowedDependencies = {"rules", "facts"})
@NullMarked
package dev.meridian.tag.segments;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
