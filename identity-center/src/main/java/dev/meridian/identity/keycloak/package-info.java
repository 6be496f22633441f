/** Keycloak's administration in typed records, and whose turn it is to write there. Knows nothing of brands. */
@NullMarked
package dev.meridian.identity.keycloak;

import org.jspecify.annotations.NullMarked;
