package dev.slipway.cluster.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.cluster.api.kinds.ApiError;

/**
 * In which form an answer is wanted, from the Accept header.
 *
 * @param form how the object is shown
 * @param yaml whether as YAML
 */
record Representation(Form form, boolean yaml, String version) {

	/** The forms of an answer. */
	enum Form {

		OBJECT, TABLE, METADATA, METADATA_LIST

	}

	static final Representation PLAIN = new Representation(Form.OBJECT, false, "v1");

	static Representation of(String accept) {
		if (accept.isBlank()) {
			return PLAIN;
		}
		boolean transformed = false;
		for (String range : accept.split(",")) {
			List<String> parts = new ArrayList<>(List.of(range.trim().split(";")));
			String type = parts.remove(0).trim();
			Map<String, String> params = params(parts);
			String as = params.getOrDefault("as", "");
			boolean json = type.equals("application/json") || type.equals("*/*") || type.equals("application/*");
			if (!json && !type.equals("application/yaml")) {
				continue;
			}
			if (as.isEmpty()) {
				return new Representation(Form.OBJECT, !json, "v1");
			}
			transformed = true;
			String version = params.getOrDefault("v", "");
			if (params.getOrDefault("g", "").equals("meta.k8s.io") && List.of("v1", "v1beta1").contains(version)) {
				switch (as) {
					case "Table" -> {
						return new Representation(Form.TABLE, false, version);
					}
					case "PartialObjectMetadata" -> {
						return new Representation(Form.METADATA, false, version);
					}
					case "PartialObjectMetadataList" -> {
						return new Representation(Form.METADATA_LIST, false, version);
					}
					default -> {
					}
				}
			}
		}
		throw refuse(transformed);
	}

	private static Map<String, String> params(List<String> parts) {
		Map<String, String> params = new TreeMap<>();
		for (String part : parts) {
			int at = part.indexOf('=');
			if (at > 0) {
				params.put(part.substring(0, at).trim(), part.substring(at + 1).trim());
			}
		}
		return params;
	}

	private static ApiError refuse(boolean transformed) {
		if (transformed) {
			return ApiError.of(406, "NotAcceptable", "only the following media types are accepted: application/json, "
					+ "application/yaml, application/vnd.kubernetes.protobuf");
		}
		ApiError error = ApiError.of(406, "NotAcceptable",
				"406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, "
						+ "application/vnd.kubernetes.protobuf, application/json;stream=watch, "
						+ "application/vnd.kubernetes.protobuf;stream=watch");
		error.details();
		return error;
	}

}
