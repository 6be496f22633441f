package dev.meridian.identity.bootstrap;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes users of a realm have, as Keycloak's administration speaks of it. It is replaced as a whole, so all
 * of it is carried.
 *
 * @param attributes the attributes
 * @param groups how forms arrange them
 * @param unmanagedAttributePolicy what becomes of others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UserProfile(
        @Nullable List<Attribute> attributes,
        @Nullable List<Map<String, Object>> groups,
        @Nullable String unmanagedAttributePolicy) {

    private static final Permissions ADMINISTRATORS = new Permissions(Set.of("admin"), Set.of("admin"));

    /** The same with these attributes, each seen and set by administrators only. */
    UserProfile withAdministrated(List<String> names) {
        List<Attribute> all = new ArrayList<>(attributes == null ? List.of() : attributes);
        for (String name : names) {
            int at = indexOf(all, name);
            if (at < 0) {
                all.add(new Attribute(name, null, null, null, null, ADMINISTRATORS, null, null, false, null));
            } else {
                all.set(at, all.get(at).with(ADMINISTRATORS));
            }
        }
        return new UserProfile(all, groups, unmanagedAttributePolicy);
    }

    private static int indexOf(List<Attribute> attributes, String name) {
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** One attribute; see {@link UserProfile} for why all of it is here. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attribute(
            String name,
            @Nullable String displayName,
            @Nullable Map<String, Object> validations,
            @Nullable Map<String, Object> annotations,
            @Nullable Map<String, Object> required,
            @Nullable Permissions permissions,
            @Nullable Map<String, Object> selector,
            @Nullable String group,
            boolean multivalued,
            @Nullable String defaultValue) {

        Attribute with(Permissions newPermissions) {
            return new Attribute(
                    name,
                    displayName,
                    validations,
                    annotations,
                    required,
                    newPermissions,
                    selector,
                    group,
                    false,
                    defaultValue);
        }
    }

    /** Who may see and who may set an attribute. */
    record Permissions(Set<String> view, Set<String> edit) {}
}
