/** What the tag center knows of customers: who they are, what they did, what the brands say of them. */
@ApplicationModule(allowedDependencies = "rules")
@NullMarked
package dev.meridian.tag.facts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
