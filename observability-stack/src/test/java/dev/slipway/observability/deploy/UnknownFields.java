package dev.slipway.observability.deploy;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What in an object of Kubernetes' API is called as nothing in its model. */
final class UnknownFields {

	private static final String MODELS = "io.fabric8.kubernetes.api.model";

	private UnknownFields() {
	}

	/** The values of such fields by their place. */
	static Map<String, Object> of(Object object) {
		Map<String, Object> unknown = new LinkedHashMap<>();
		collect(object, "", unknown);
		return unknown;
	}

	private static void collect(Object value, String place, Map<String, Object> unknown) {
		if (value instanceof Collection<?> many) {
			many.forEach((one) -> collect(one, place, unknown));
		}
		else if (value instanceof Map<?, ?> map) {
			map.values().forEach((one) -> collect(one, place, unknown));
		}
		else if (value != null && value.getClass().getName().startsWith(MODELS) && !value.getClass().isEnum()) {
			for (Method method : value.getClass().getMethods()) {
				if (method.getParameterCount() == 0 && method.getName().startsWith("get")
						&& method.getDeclaringClass().getName().startsWith(MODELS)) {
					field(value, method, place, unknown);
				}
			}
		}
	}

	private static void field(Object object, Method getter, String place, Map<String, Object> unknown) {
		try {
			Object value = getter.invoke(object);
			if (!getter.getName().equals("getAdditionalProperties")) {
				collect(value, place + "/" + getter.getName().substring(3), unknown);
			}
			else if (value instanceof Map<?, ?> more) {
				more.forEach((name, found) -> unknown.put(place + "/" + name, found));
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(place + "/" + getter.getName(), ex);
		}
	}

}
