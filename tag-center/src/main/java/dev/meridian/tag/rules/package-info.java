/** The rule language: reading a rule, and evaluating one customer by it at any instant; free of frameworks and storage. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.meridian.tag.rules;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
