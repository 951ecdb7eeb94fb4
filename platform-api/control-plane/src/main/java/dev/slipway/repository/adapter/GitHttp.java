package dev.slipway.repository.adapter;

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Clock;

import dev.slipway.access.Actor;
import dev.slipway.repository.Pushes;
import dev.slipway.repository.RepositoryName;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.http.server.resolver.AsIsFileService;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.resolver.ServiceNotAuthorizedException;
import org.eclipse.jgit.transport.resolver.ServiceNotEnabledException;
import org.springframework.util.unit.DataSize;

/**
 * Git's smart HTTP over the repositories. {@link GitGate} has let the request in, and
 * left there who it is.
 */
class GitHttp {

	private static final String HOOKS = GitHttp.class.getName() + ".hooks";

	private static final int TIMEOUT_SECONDS = 60;

	private final GitRepositories repositories;

	private final Pushes pushes;

	private final DataSize maxPush;

	private final URI url;

	private final Clock clock;

	GitHttp(GitRepositories repositories, Pushes pushes, DataSize maxPush, URI url, Clock clock) {
		this.repositories = repositories;
		this.pushes = pushes;
		this.maxPush = maxPush;
		this.url = url;
		this.clock = clock;
	}

	GitServlet servlet() {
		GitServlet servlet = new GitServlet();
		servlet.setAsIsFileService(AsIsFileService.DISABLED);
		servlet.setRepositoryResolver(this::resolve);
		servlet.setUploadPackFactory((request, repository) -> {
			UploadPack pack = new UploadPack(repository);
			pack.setTimeout(TIMEOUT_SECONDS);
			return pack;
		});
		servlet.setReceivePackFactory(this::receive);
		servlet.addReceivePackFilter(new Settling());
		return servlet;
	}

	private Repository resolve(HttpServletRequest request, String path)
			throws RepositoryNotFoundException, ServiceNotEnabledException {
		try {
			return this.repositories.open(RepositoryName.parse(path));
		}
		catch (IllegalArgumentException | NoSuchFileException ex) {
			throw new RepositoryNotFoundException(path, ex);
		}
		catch (IOException ex) {
			throw new ServiceNotEnabledException("The repository cannot be opened", ex);
		}
	}

	private ReceivePack receive(HttpServletRequest request, Repository repository)
			throws ServiceNotAuthorizedException {
		if (!(request.getAttribute(GitGate.ACTOR) instanceof Actor actor)
				|| !(request.getAttribute(GitGate.REPOSITORY) instanceof RepositoryName name)) {
			throw new ServiceNotAuthorizedException();
		}
		String page = this.url.toString().replaceAll("/$", "") + "/services/" + name.name();
		PushHooks hooks = new PushHooks(this.pushes, name, actor.name(), page, this.clock);
		request.setAttribute(HOOKS, hooks);
		ReceivePack pack = new ReceivePack(repository);
		pack.setPreReceiveHook(hooks);
		pack.setPostReceiveHook(hooks);
		pack.setMaxPackSizeLimit(this.maxPush.toBytes());
		pack.setMaxObjectSizeLimit(this.maxPush.toBytes());
		pack.setCheckReceivedObjects(true);
		pack.setAllowNonFastForwards(true);
		pack.setTimeout(TIMEOUT_SECONDS);
		pack.setRefLogIdent(new PersonIdent(actor.name(), actor.name() + "@slipway.local"));
		return pack;
	}

	/** Looks after the hooks of a push whatever became of it. */
	private static final class Settling implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			try {
				chain.doFilter(request, response);
			}
			finally {
				if (request.getAttribute(HOOKS) instanceof PushHooks hooks) {
					hooks.settle();
				}
			}
		}

	}

}
