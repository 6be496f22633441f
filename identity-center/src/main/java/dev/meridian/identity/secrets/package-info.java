/** Which secrets of API clients are good, since when, and who was told them; the secrets themselves are Keycloak's alone. */
@NullMarked
package dev.meridian.identity.secrets;

import org.jspecify.annotations.NullMarked;
