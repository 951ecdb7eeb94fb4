package ${{ values.package }};

import org.springframework.boot.SpringApplication;

/** Starts the service on a developer's machine with a PostgreSQL of its own. */
final class TestApplication {

	private TestApplication() {
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(Application.class);
		System.setProperty("spring.datasource.url", Postgres.url());
		System.setProperty("spring.datasource.username", "postgres");
		System.setProperty("spring.datasource.password", "postgres");
		System.setProperty("management.tracing.export.enabled", "false");
		application.run(args);
	}

}
