package dev.slipway.flow.adapter;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import org.jspecify.annotations.Nullable;

/** Lets Jackson tell the records of any sealed interface apart, without annotations. */
final class SealedTypes extends JacksonAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	private static final JsonTypeInfo.Value BY_NAME = JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME,
			JsonTypeInfo.As.PROPERTY, "@type", null, false, null);

	@Override
	public @Nullable TypeResolverBuilder<?> findTypeResolver(MapperConfig<?> config, AnnotatedClass type,
			JavaType baseType) {
		if (isSealedInterface(type.getRawType())) {
			return new StdTypeResolverBuilder(BY_NAME).init(BY_NAME, null);
		}
		return super.findTypeResolver(config, type, baseType);
	}

	@Override
	public @Nullable List<NamedType> findSubtypes(Annotated type) {
		if (isSealedInterface(type.getRawType())) {
			List<NamedType> records = new ArrayList<>();
			collect(type.getRawType(), records);
			return records;
		}
		return super.findSubtypes(type);
	}

	private static void collect(Class<?> type, List<NamedType> into) {
		Class<?>[] permitted = type.getPermittedSubclasses();
		if (permitted == null) {
			into.add(new NamedType(type, type.getSimpleName()));
			return;
		}
		for (Class<?> subtype : permitted) {
			collect(subtype, into);
		}
	}

	private static boolean isSealedInterface(Class<?> type) {
		return type.isInterface() && type.isSealed();
	}

}
