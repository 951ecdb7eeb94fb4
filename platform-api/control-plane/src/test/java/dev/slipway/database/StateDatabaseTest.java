package dev.slipway.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StateDatabaseTest {

	private final Path state;

	StateDatabaseTest(@TempDir Path state) {
		this.state = state;
	}

	@Test
	void makesTheFolderAndKeepsWhatIsWritten() {
		Path fresh = this.state.resolve("a").resolve("b");
		try (HikariDataSource first = new StateDatabase(fresh).open()) {
			JdbcClient.create(first).sql("CREATE TABLE kept (id INT)").update();
			JdbcClient.create(first).sql("INSERT INTO kept VALUES (7)").update();
		}
		try (HikariDataSource second = new StateDatabase(fresh).open()) {
			assertThat(JdbcClient.create(second).sql("SELECT id FROM kept").query(Integer.class).single()).isEqualTo(7);
		}
	}

	@Test
	void writesEachCommitAtOnce() {
		try (HikariDataSource pool = new StateDatabase(this.state).open()) {
			String delay = JdbcClient.create(pool)
				.sql("SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'")
				.query(String.class)
				.single();
			assertThat(delay).isEqualTo("0");
		}
	}

	@Test
	void namesADamagedFileAndTheRemedy() throws IOException {
		new StateDatabase(this.state).open().close();
		Path file = this.state.resolve("db/slipway.mv.db");
		byte[] bytes = Files.readAllBytes(file);
		Arrays.fill(bytes, (byte) 'x');
		Files.write(file, bytes);
		assertThatExceptionOfType(DatabaseUnusable.class).isThrownBy(() -> new StateDatabase(this.state).open())
			.withMessageContaining(file.toString())
			.satisfies((ex) -> {
				FailureAnalysis analysis = Objects
					.requireNonNull(new DatabaseFailureAnalyzer().analyze(new RuntimeException(ex)));
				assertThat(analysis.getDescription()).contains(file.toString());
				assertThat(analysis.getAction()).contains("move it away");
			});
	}

	@Test
	void namesAStateDirectoryThatCannotBeMade() throws IOException {
		Path file = Files.writeString(this.state.resolve("occupied"), "a file");
		assertThatExceptionOfType(DatabaseUnusable.class).isThrownBy(() -> new StateDatabase(file).open())
			.withMessageContaining(file.toString())
			.satisfies((ex) -> assertThat(ex.remedy()).contains("slipway.state"));
	}

}
