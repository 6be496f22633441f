package dev.meridian.platform.web.requests;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Makes JSON keep the promise that null marking makes in Java: a component of a null-marked record that is not {@code
 * @Nullable} must be there and not null. Collections, maps and optionals are left to the record, which may read their
 * absence as empty.
 */
final class RequiredComponents extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        return isRequired(member) ? Boolean.TRUE : null;
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated member) {
        return member instanceof AnnotatedMember component && isRequired(component)
                ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
                : JsonSetter.Value.empty();
    }

    private static boolean isRequired(AnnotatedMember member) {
        Class<?> owner = member.getDeclaringClass();
        if (!owner.isRecord() || !isNullMarked(owner)) {
            return false;
        }
        RecordComponent component = component(owner, member);
        return component != null && !mayBeAbsent(component.getType()) && !isNullable(component.getAnnotatedType());
    }

    private static @Nullable RecordComponent component(Class<?> owner, AnnotatedMember member) {
        RecordComponent[] components = owner.getRecordComponents();
        if (member instanceof AnnotatedParameter parameter) {
            // Only the canonical constructor has the components as its parameters; a factory has its own.
            return parameter.getOwner().getParameterCount() == components.length
                            && components[parameter.getIndex()].getType() == parameter.getRawType()
                    ? components[parameter.getIndex()]
                    : null;
        }
        for (RecordComponent component : components) {
            if (component.getName().equals(member.getName())) {
                return component;
            }
        }
        return null;
    }

    private static boolean mayBeAbsent(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type == Optional.class;
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static boolean isNullMarked(Class<?> type) {
        return type.getPackage().isAnnotationPresent(NullMarked.class) || type.isAnnotationPresent(NullMarked.class);
    }
}
