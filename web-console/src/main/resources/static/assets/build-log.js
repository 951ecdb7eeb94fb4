// A build's log: opened at its end, read upwards and downwards in pieces, searched on the server, coloured as in
// a terminal. However long it is, the page holds so many characters of it and no more; what it let go is read again
// by scrolling there. While one follows it, what the platform tells of is added without asking for it.
"use strict";

(function () {
	const PIECE = 65536;
	const MOST = 16 * PIECE;
	const { line, bytes, plain } = window.slipway.terminal;

	// The pieces that the page holds, in order and without gaps: {element, start, end, size, style, open}, with the
	// style at their end, and the last line as long as its end has not come.
	class Pieces {
		constructor(view) {
			this.view = view;
			this.all = [];
			this.size = 0;
		}

		get start() { return this.all.length ? this.all[0].start : 0; }

		get end() { return this.all.length ? this.all[this.all.length - 1].end : 0; }

		get empty() { return !this.all.length; }

		static of(text, start, end, style) {
			const piece = { element: document.createElement("div"), start, end: start, size: 0, style, open: null };
			Pieces.extend(piece, text, end);
			return piece;
		}

		static extend(piece, text, end) {
			let offset = piece.end;
			if (piece.open) {
				text = piece.open.text + text;
				offset = piece.open.offset;
				piece.size -= piece.open.text.length;
				piece.style = piece.open.style;
				piece.open.row.remove();
				piece.open = null;
			}
			piece.size += text.length;
			piece.end = end;
			const rows = document.createDocumentFragment();
			for (const one of text.split(/(?<=\n)/)) {
				if (one) {
					const made = line(one, offset, piece.style);
					piece.open = one.endsWith("\n") ? null : { text: one, offset, style: piece.style, row: made.row };
					piece.style = made.style;
					rows.append(made.row);
					offset += bytes(one);
				}
			}
			piece.element.append(rows);
		}

		// Says so as long as there is nothing.
		tell() {
			this.view.classList.toggle("is-empty", this.size === 0);
		}

		replace(text, start, end) {
			this.all = [Pieces.of(text, start, end, plain())];
			this.size = this.all[0].size;
			this.view.replaceChildren(this.all[0].element);
			this.tell();
		}

		// What comes after the end: into the last piece while there is room, or its last line goes on.
		append(text, end) {
			const last = this.all[this.all.length - 1];
			if (last && (last.size + text.length <= PIECE || last.open && last.open.text.length < PIECE)) {
				this.size -= last.size;
				Pieces.extend(last, text, end);
				this.size += last.size;
			}
			else {
				const piece = Pieces.of(text, this.end, end, last ? last.style : plain());
				this.all.push(piece);
				this.size += piece.size;
				this.view.append(piece.element);
			}
			this.tell();
		}

		prepend(text, start, end) {
			const piece = Pieces.of(text, start, end, plain());
			this.all.unshift(piece);
			this.size += piece.size;
			this.view.prepend(piece.element);
		}

		// Lets go at the start or at the end; gives the height that went at the start.
		trim(atStart) {
			let height = 0;
			while (this.size > MOST && this.all.length > 1) {
				const piece = atStart ? this.all.shift() : this.all.pop();
				height += atStart ? piece.element.offsetHeight : 0;
				this.size -= piece.size;
				piece.element.remove();
			}
			return height;
		}
	}

	document.addEventListener("DOMContentLoaded", () => {
		const view = document.getElementById("build-log");
		const follow = document.getElementById("follow");
		const pieces = new Pieces(view);
		let going = view.dataset.going === "true";
		let ended = false; // the platform told so
		let complete = false; // the last reading said that nothing follows
		let source = null;
		let timer = 0;
		let work = Promise.resolve();
		let self = false; // whether a script moved the view, not a person
		let known = 0; // how long the log is at least
		let heard = []; // what was told and is not shown yet

		const atEnd = () => view.scrollTop + view.clientHeight >= view.scrollHeight - 40;

		async function read(query) {
			const answer = await fetch(view.dataset.log + "?" + query).catch(() => null);
			if (!answer?.ok) {
				return null;
			}
			const text = await answer.text();
			const next = Number(answer.headers.get("X-Next-Start") || 0);
			known = Math.max(known, next);
			complete = answer.headers.get("X-Complete") === "true";
			return { text, start: Number(answer.headers.get("X-Start") || 0), next };
		}

		// One reading after another: what is there decides what is read next.
		function then(task) {
			work = work.then(task).catch(() => {});
			return work;
		}

		function scrollTo(top) {
			self = true;
			view.scrollTop = top;
			requestAnimationFrame(() => requestAnimationFrame(() => { self = false; }));
		}

		async function open(query) {
			const got = await read(query);
			if (got) {
				pieces.replace(got.text, got.start, got.next);
			}
			return got;
		}

		function add(text, next) {
			const top = view.scrollTop;
			pieces.append(text, next);
			const gone = pieces.trim(true);
			if (gone) {
				scrollTo(top - gone);
			}
		}

		async function down() {
			const got = await read("start=" + pieces.end + "&size=" + PIECE);
			if (!got || !got.text || got.start !== pieces.end) {
				return false;
			}
			add(got.text, got.next);
			return true;
		}

		async function up() {
			if (pieces.start <= 0) {
				return false;
			}
			const got = await read("before=" + pieces.start + "&size=" + PIECE);
			if (!got || !got.text) {
				return false;
			}
			const before = view.scrollHeight;
			const top = view.scrollTop;
			pieces.prepend(got.text, got.start, got.next);
			scrollTo(top + view.scrollHeight - before);
			pieces.trim(false);
			return true;
		}

		// However far away: what lies between is not read.
		async function toEnd() {
			const got = await read("start=-" + PIECE);
			if (got && (pieces.empty || got.start > pieces.end)) {
				pieces.replace(got.text, got.start, got.next);
			}
			while (pieces.end < known && await down()) {
				// on to the end
			}
			scrollTo(view.scrollHeight);
		}

		async function toOffset(offset) {
			follow.checked = false;
			if (pieces.empty || offset < pieces.start || offset >= pieces.end) {
				await open("start=" + offset + "&size=" + PIECE);
				await up();
			}
			const row = [...view.querySelectorAll("[data-offset]")].filter((one) => Number(one.dataset.offset) <= offset).pop();
			view.querySelector(".is-target")?.classList.remove("is-target");
			if (row) {
				row.classList.add("is-target");
				scrollTo(row.offsetTop - view.offsetTop - 40);
			}
		}

		// What was told of comes without a question when it follows what is there; anything else is read.
		async function news() {
			const told = heard;
			heard = [];
			if (!follow.checked) {
				return rest();
			}
			for (const one of told) {
				if (!pieces.empty && one.start === pieces.end && bytes(one.text) === one.next - one.start) {
					add(one.text, one.next);
				}
			}
			while (pieces.end < known || !told.length || ended && !complete) {
				if (!await down()) {
					break;
				}
				told.push(null);
			}
			scrollTo(view.scrollHeight);
			rest();
		}

		// Nothing more is told: the rest is read when somebody scrolls there.
		function rest() {
			if (complete || ended && !follow.checked) {
				source?.close();
				clearInterval(timer);
				going = false;
			}
		}

		let due = null;
		function soon() {
			due ??= setTimeout(() => { due = null; then(news); }, 150);
		}

		view.addEventListener("scroll", () => {
			if (!self && going) {
				follow.checked = atEnd() && pieces.end >= known;
			}
			if (view.scrollTop < 300 && pieces.start > 0) {
				then(async () => { if (view.scrollTop < 300) { await up(); } });
			}
			else if (!follow.checked && atEnd()) {
				then(async () => { if (atEnd()) { await down(); } });
			}
		});
		follow.addEventListener("change", () => { if (follow.checked) { then(toEnd); } });
		document.getElementById("log-end").addEventListener("click", () => { follow.checked = true; then(toEnd); });
		document.getElementById("log-start").addEventListener("click", () => then(() => toOffset(0)));

		function fromHash() {
			const found = /^#log-(\d+)$/.exec(location.hash);
			if (found) {
				then(() => toOffset(Number(found[1]))).then(() => document.getElementById("log").scrollIntoView({ block: "nearest" }));
			}
			return Boolean(found);
		}
		window.addEventListener("hashchange", fromHash);
		document.addEventListener("click", (event) => {
			const link = event.target.closest("a[href^='#log-']");
			if (link && link.hash === location.hash) {
				fromHash(); // the same place again
			}
		});
		search(view.dataset.log, (offset) => then(() => toOffset(offset)), () => going);

		if (going) {
			source = new EventSource("/api/v1/events?events=log,result&topic=" + encodeURIComponent(view.dataset.topic));
			source.addEventListener("log", (event) => {
				const told = JSON.parse(event.data).data;
				known = Math.max(known, told.next);
				if (follow.checked) {
					heard.push(told);
					soon();
				}
			});
			source.addEventListener("result", () => { ended = true; soon(); });
			source.onopen = soon; // what came before, or while the connection was broken
			timer = setInterval(() => { if (follow.checked && !document.hidden) { soon(); } }, 5000);
			document.addEventListener("visibilitychange", () => { if (going && !document.hidden) { soon(); } });
			window.addEventListener("pagehide", () => source.close());
		}
		if (!fromHash()) {
			then(toEnd);
		}
	});

	// Asks the server for the lines that hold a text, and goes from one to the next. One question at a time, and an
	// answer to an older one is nobody's.
	function search(log, show, going) {
		const form = document.getElementById("log-search");
		const says = document.getElementById("log-hits");
		const back = document.getElementById("log-back");
		const on = document.getElementById("log-on");
		let hits = [];
		let next = null; // where to search on
		let at = -1;
		let asked = "";
		let failed = false;
		let turn = 0;
		let work = Promise.resolve();

		const last = () => at + 1 >= hits.length;

		function tell() {
			const more = next !== null ? "+" : "";
			says.textContent = !asked ? "" : failed ? "The search failed" : !hits.length ? (more ? "Not found so far" : "Not found")
				: (at + 1) + " of " + hits.length + more;
			back.disabled = at <= 0;
			on.disabled = !asked || last() && next === null && !going() && !failed;
		}

		async function more(from, mine) {
			says.textContent = "Searching…";
			const answer = await fetch(log + "/search?q=" + encodeURIComponent(asked) + "&from=" + from).catch(() => null);
			const found = answer?.ok ? await answer.json() : null;
			if (mine !== turn) {
				return;
			}
			failed = !found;
			if (found) {
				const after = hits.length ? hits[hits.length - 1].offset : -1;
				hits = hits.concat(found.hits.filter((hit) => hit.offset > after));
				next = found.next ?? null;
			}
		}

		async function go(to, mine) {
			while (mine === turn && to >= hits.length && next !== null && !failed) {
				await more(next, mine);
			}
			if (mine !== turn) {
				return;
			}
			if (to >= 0 && to < hits.length) {
				at = to;
				show(hits[at].offset);
			}
			tell();
		}

		function step(by) {
			const mine = turn;
			work = work.then(async () => {
				failed = false;
				if (by > 0 && last() && next === null && going()) {
					next = hits.length ? hits[hits.length - 1].offset : 0; // the log has grown since
				}
				await go(at + by, mine);
			}).catch(() => {});
		}

		form.addEventListener("submit", (event) => {
			event.preventDefault();
			const wanted = form.elements.q.value.trim();
			if (wanted && wanted === asked) {
				step(1);
				return;
			}
			const mine = ++turn;
			asked = wanted;
			hits = [];
			next = wanted ? 0 : null;
			at = -1;
			failed = false;
			work = go(0, mine).catch(() => {});
		});
		back.addEventListener("click", () => step(-1));
		on.addEventListener("click", () => step(1));
	}
})();
