package dev.slipway.jenkins.adapter;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import dev.slipway.jenkins.adapter.TranscriptServer.Answer;
import org.jspecify.annotations.NullUnmarked;

/** What the {@link BuildingJenkins} answers for one run. */
@NullUnmarked
final class DoublePages {

	private DoublePages() {
	}

	static Answer get(DoubleRun run, String rest, Map<String, String> query) {
		return switch (rest) {
			case "api/json" -> Answer.json(run.json().toString());
			case "pipeline-overview/tree" -> page(run.tree);
			case "wfapi/describe" -> page(run.describe);
			case "testReport/api/json" -> page(run.tests);
			case "wfapi/pendingInputActions" -> Answer.json((run.input == null) ? "[]" : """
					[{"id":"%s","proceedText":"Ship it","message":"Release to <prod>?","inputs":[{"type":\
					"StringParameterDefinition","name":"NOTE","definition":{"defaultVal":"none"}}]}]"""
				.formatted(run.input));
			case "logText/progressiveText" -> log(run, Integer.parseInt(query.get("start")));
			default -> file(run, URLDecoder.decode(rest.replaceFirst("^artifact/", ""), StandardCharsets.UTF_8));
		};
	}

	private static Answer page(String json) {
		return (json != null) ? Answer.json(json) : Answer.of(404, "<html><head><meta/></head></html>");
	}

	private static Answer file(DoubleRun run, String path) {
		String text = run.files.get(path);
		return (text != null) ? Answer.of(200, text).with("X-Jenkins", "2.528.1") : BuildingJenkins.missing();
	}

	/**
	 * As Jenkins does: lines end by CRLF, the size counts LF, beyond the end comes all.
	 */
	private static Answer log(DoubleRun run, int start) {
		byte[] kept = run.log.toString().getBytes(StandardCharsets.UTF_8);
		int from = (start > kept.length) ? 0 : start;
		String sent = new String(Arrays.copyOfRange(kept, from, kept.length), StandardCharsets.UTF_8);
		Answer answer = Answer.of(200, sent.replace("\n", "\r\n"))
			.with("Content-Type", "text/plain;charset=utf-8")
			.with("X-Text-Size", String.valueOf(kept.length));
		return (run.result == null) ? answer.with("X-More-Data", "true") : answer;
	}

	static Answer post(DoubleRun run, String rest, Map<String, String> query, Map<String, String> form) {
		if (rest.equals("stop") || rest.equals("term") || rest.equals("kill")) {
			run.stops++;
			if (run.result == null && rest.equals(run.endsBy)) {
				run.ends("ABORTED");
			}
			return Answer.of(302, "").with("Location", run.job + "/" + run.number + "/");
		}
		if (run.input == null) {
			return rest.startsWith("wfapi") ? Answer.of(500, "").with("X-Jenkins", "2.528.1")
					: BuildingJenkins.missing();
		}
		if (run.submitter != null) {
			return Answer.of(400, "<html><p>You need to be " + run.submitter + " to submit this</p></html>")
				.with("X-Jenkins", "2.528.1");
		}
		if (rest.equals("input/" + run.input + "/abort")) {
			run.answered = "abort";
			run.ends("ABORTED");
			return Answer.of(200, "");
		}
		if (rest.equals("input/" + run.input + "/proceedEmpty") || run.input.equals(query.get("inputId"))) {
			run.answered = form.getOrDefault("json", "empty");
			run.input = null;
			return Answer.of(200, "");
		}
		return BuildingJenkins.missing();
	}

}
