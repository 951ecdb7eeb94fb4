package dev.slipway.pipeline.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildInput.Answer;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore.BuildProcess;
import dev.slipway.pipeline.BuildStore.Pipeline;
import dev.slipway.pipeline.TestCase;
import org.jspecify.annotations.Nullable;

/** Rows of the pipeline's tables as values. */
final class Rows {

	private Rows() {
	}

	static Pipeline pipeline(ResultSet row, int index) throws SQLException {
		return new Pipeline(row.getString("team"), row.getString("service"), row.getBoolean("first_built"));
	}

	static Build build(ResultSet row, int index) throws SQLException {
		BuildRequest request = new BuildRequest(row.getString("team"), row.getString("service"),
				row.getString("branch"), row.getString("commit_id"), row.getString("build_key"), row.getString("cause"),
				row.getString("started_by"), BuildJson.map(row.getString("parameters")));
		String message = row.getString("failure_message");
		BuildFailure failure = (message != null)
				? new BuildFailure(row.getString("failure_stage"), message, row.getString("failure_remedy")) : null;
		return new Build(row.getInt("number"), request, BuildStatus.valueOf(row.getString("status")),
				row.getObject("queued_at", OffsetDateTime.class).toInstant(), instant(row, "started_at"),
				instant(row, "ended_at"), row.getString("image"), failure);
	}

	static BuildStage stage(ResultSet row, int index) throws SQLException {
		int parent = row.getInt("parent");
		Integer around = row.wasNull() ? null : parent;
		return new BuildStage(row.getInt("id"), around, row.getString("kind"), row.getString("name"),
				BuildStatus.valueOf(row.getString("status")),
				row.getObject("started_at", OffsetDateTime.class).toInstant(), instant(row, "ended_at"),
				row.getString("message"), row.getLong("log_start"));
	}

	static TestCase test(ResultSet row, int index) throws SQLException {
		return new TestCase(row.getString("suite"), row.getString("name"), row.getString("status"),
				row.getLong("duration_millis"), row.getString("message"));
	}

	static BuildInput input(ResultSet row, int index) throws SQLException {
		String actor = row.getString("answered_by");
		Instant at = instant(row, "answered_at");
		Answer answer = (actor != null && at != null) ? new Answer(row.getBoolean("proceeded"), actor, at) : null;
		return new BuildInput(row.getString("id"), row.getString("message"), row.getString("proceed_label"),
				BuildJson.parameters(row.getString("parameters")), BuildJson.names(row.getString("submitters")),
				row.getObject("asked_at", OffsetDateTime.class).toInstant(), answer);
	}

	static BuildProcess process(ResultSet row, int index) throws SQLException {
		return new BuildProcess(row.getLong("pid"), row.getLong("pid_started"), row.getString("cookie"),
				row.getString("token_id"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	static @Nullable OffsetDateTime time(@Nullable Instant instant) {
		return (instant != null) ? cut(instant).atOffset(ZoneOffset.UTC) : null;
	}

	/** What is compared is what is stored: milliseconds. */
	static Instant cut(Instant instant) {
		return instant.truncatedTo(ChronoUnit.MILLIS);
	}

	/** At most so many characters, none of them NUL, which PostgreSQL refuses. */
	static @Nullable String cut(@Nullable String text, int length) {
		if (text == null) {
			return null;
		}
		String clean = (text.indexOf('\0') < 0) ? text : text.replace("\0", "");
		if (clean.length() <= length) {
			return clean;
		}
		boolean halved = Character.isHighSurrogate(clean.charAt(length - 1));
		return clean.substring(0, halved ? length - 1 : length);
	}

	/** As JSON, with values cut, and what does not fit left out. */
	static @Nullable String parameters(Map<String, String> parameters, int length) {
		TreeMap<String, String> kept = new TreeMap<>();
		parameters.forEach((name, value) -> kept.put(name, String.valueOf(cut(value, length / 8))));
		while (!kept.isEmpty() && BuildJson.text(kept).length() > length) {
			kept.pollLastEntry();
		}
		return kept.isEmpty() ? null : BuildJson.text(kept);
	}

	/** As JSON; refused when it is longer than the column. */
	static String whole(String what, Object value, int length) {
		return whole(what, BuildJson.text(value), length);
	}

	/** Refused when it is longer than the column: cut it would mean something else. */
	static String whole(String what, String text, int length) {
		if (text.length() > length || text.indexOf('\0') >= 0) {
			throw new IllegalArgumentException("It asks a question that the platform cannot keep: " + what
					+ " takes more than " + length + " characters, or has one that cannot be stored");
		}
		return text;
	}

}
