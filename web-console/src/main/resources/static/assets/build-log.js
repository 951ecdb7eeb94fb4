// A build's log: opened at its end, read upwards and downwards in pieces, searched on the server, coloured as in
// a terminal. However long it is, the page holds so many pieces of it and no more.
"use strict";

(function () {
	const PIECE = 65536;
	const MOST_PIECES = 24;
	const ESCAPE = /\u001b(?:\[([0-9;:]*)m|\[[0-9;?]*[ -\/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g;
	const STEPS = [0, 95, 135, 175, 215, 255];

	// Of the 256 colours the last 240: a cube and a ramp of grey.
	function colour(number) {
		if (number < 232) {
			const at = number - 16;
			return `rgb(${STEPS[Math.floor(at / 36)]},${STEPS[Math.floor(at / 6) % 6]},${STEPS[at % 6]})`;
		}
		const grey = 8 + (number - 232) * 10;
		return `rgb(${grey},${grey},${grey})`;
	}

	// Select graphic rendition: what the numbers change of a style {bold, fg, bg}.
	function rendition(style, numbers) {
		const codes = numbers.split(/[;:]/).map((one) => Number(one || 0));
		for (let i = 0; i < codes.length; i++) {
			const code = codes[i];
			if (code === 0) { style = { bold: false, fg: null, bg: null }; }
			else if (code === 1) { style = { ...style, bold: true }; }
			else if (code === 22) { style = { ...style, bold: false }; }
			else if (code >= 30 && code <= 37) { style = { ...style, fg: code - 30 }; }
			else if (code >= 90 && code <= 97) { style = { ...style, fg: code - 82 }; }
			else if (code === 39) { style = { ...style, fg: null }; }
			else if (code >= 40 && code <= 47) { style = { ...style, bg: code - 40 }; }
			else if (code >= 100 && code <= 107) { style = { ...style, bg: code - 92 }; }
			else if (code === 49) { style = { ...style, bg: null }; }
			else if ((code === 38 || code === 48) && codes[i + 1] === 5) {
				const number = Math.min(255, codes[i + 2] || 0);
				style = (code === 38) ? { ...style, fg: number } : { ...style, bg: number };
				i += 2;
			}
			else if (code === 38 || code === 48) { i += (codes[i + 1] === 2) ? 4 : 1; }
		}
		return style;
	}

	function painted(text, style) {
		if (!style.bold && style.fg === null && style.bg === null) {
			return document.createTextNode(text);
		}
		const span = document.createElement("span");
		span.textContent = text;
		if (style.bold) { span.classList.add("ansi-bold"); }
		if (style.fg !== null) { (style.fg < 16) ? span.classList.add("ansi-" + style.fg) : span.style.color = colour(style.fg); }
		if (style.bg !== null) { (style.bg < 16) ? span.classList.add("ansi-bg-" + style.bg) : span.style.backgroundColor = colour(style.bg); }
		return span;
	}

	// One line; text only ever becomes text nodes, so nothing in a log is markup.
	function line(text, offset, style) {
		const row = document.createElement("div");
		row.dataset.offset = offset;
		let plain = "";
		let at = 0;
		for (const found of text.matchAll(ESCAPE)) {
			if (found.index > at) {
				row.append(painted(text.slice(at, found.index), style));
				plain += text.slice(at, found.index);
			}
			if (found[1] !== undefined) {
				style = rendition(style, found[1]);
			}
			at = found.index + found[0].length;
		}
		row.append(painted(text.slice(at), style));
		plain += text.slice(at);
		if (/\bERROR\b|BUILD FAILURE|\bFAILED\b/.test(plain)) { row.className = "is-error"; }
		else if (/\bWARN(ING)?\b/.test(plain)) { row.className = "is-warn"; }
		else if (/^\[Pipeline\]|^\+ /.test(plain)) { row.className = "is-step"; }
		return { row, style };
	}

	function bytes(text) {
		let count = 0;
		for (let i = 0; i < text.length; i++) {
			const code = text.charCodeAt(i);
			count += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code <= 0xdfff ? 2 : 3;
		}
		return count;
	}

	function piece(text, start, end) {
		const part = document.createElement("div");
		part.dataset.start = start;
		part.dataset.end = end;
		let style = { bold: false, fg: null, bg: null };
		let offset = start;
		for (const one of text.split(/(?<=\n)/)) {
			if (one) {
				const made = line(one.replace(/\r?\n$/, "").replace(/^.*\r(?!$)/, "") + "\n", offset, style);
				style = made.style;
				part.append(made.row);
				offset += bytes(one);
			}
		}
		return part;
	}

	document.addEventListener("DOMContentLoaded", () => {
		const view = document.getElementById("build-log");
		const follow = document.getElementById("follow");
		let going = view.dataset.going === "true";
		let complete = false;
		let source = null;
		let timer = 0;
		let work = Promise.resolve();
		let self = false; // whether a script moved the view, not a person
		let known = 0; // how long the log is at least

		const first = () => view.firstElementChild ? Number(view.firstElementChild.dataset.start) : 0;
		const last = () => view.lastElementChild ? Number(view.lastElementChild.dataset.end) : 0;
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
				view.replaceChildren(piece(got.text, got.start, got.next));
			}
			return got;
		}

		async function down() {
			const got = await read("start=" + last() + "&size=" + PIECE);
			if (!got || !got.text) {
				return false;
			}
			view.append(piece(got.text, got.start, got.next));
			while (view.children.length > MOST_PIECES) {
				const height = view.firstElementChild.offsetHeight;
				view.firstElementChild.remove();
				scrollTo(view.scrollTop - height);
			}
			return true;
		}

		async function up() {
			if (first() <= 0) {
				return false;
			}
			const got = await read("before=" + first() + "&size=" + PIECE);
			if (!got || !got.text) {
				return false;
			}
			const before = view.scrollHeight;
			view.prepend(piece(got.text, got.start, got.next));
			scrollTo(view.scrollTop + view.scrollHeight - before);
			while (view.children.length > MOST_PIECES) {
				view.lastElementChild.remove();
			}
			return true;
		}

		async function toEnd() {
			if (!view.firstElementChild || last() < known) {
				await open("start=-" + PIECE);
			}
			let more = true;
			while (more) {
				more = await down();
			}
			scrollTo(view.scrollHeight);
		}

		async function toOffset(offset) {
			follow.checked = false;
			if (!view.firstElementChild || offset < first() || offset >= last()) {
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

		async function news() {
			const stay = follow.checked;
			if (!stay && last() < known) {
				await read("start=" + known + "&size=1");
				return;
			}
			while (await down()) {
				if (stay) {
					scrollTo(view.scrollHeight);
				}
				else if (view.children.length > 1) {
					break;
				}
			}
			if (complete) {
				source?.close();
				clearInterval(timer);
				going = false;
			}
		}

		let due = null;
		function soon() {
			due ??= setTimeout(() => { due = null; then(news); }, 200);
		}

		view.addEventListener("scroll", () => {
			if (!self && going) {
				follow.checked = atEnd() && last() >= known;
			}
			if (view.scrollTop < 300 && first() > 0) {
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
		search(view.dataset.log, (offset) => then(() => toOffset(offset)));

		if (going) {
			source = new EventSource("/api/v1/events?topic=" + encodeURIComponent(view.dataset.topic));
			["log", "result", "stage"].forEach((name) => source.addEventListener(name, soon));
			timer = setInterval(soon, 3000);
			window.addEventListener("pagehide", () => source.close());
		}
		if (!fromHash()) {
			then(toEnd);
		}
	});

	// Asks the server for the lines that hold a text, and goes from one to the next.
	function search(log, show) {
		const form = document.getElementById("log-search");
		const says = document.getElementById("log-hits");
		const back = document.getElementById("log-back");
		const on = document.getElementById("log-on");
		let hits = [];
		let next = null;
		let at = -1;
		let asked = "";

		function tell() {
			says.textContent = !asked ? "" : !hits.length ? (next === null ? "Not found" : "Not found so far")
				: (at + 1) + " of " + hits.length + (next === null ? "" : "+");
			back.disabled = at <= 0;
			on.disabled = at + 1 >= hits.length && next === null;
		}

		async function more(from) {
			says.textContent = "Searching…";
			const answer = await fetch(log + "/search?q=" + encodeURIComponent(asked) + "&from=" + from).catch(() => null);
			if (answer?.ok) {
				const found = await answer.json();
				hits = hits.concat(found.hits);
				next = found.next ?? null;
			}
			else {
				next = null;
			}
		}

		async function go(to) {
			while (to >= hits.length && next !== null) {
				await more(next);
			}
			if (to >= 0 && to < hits.length) {
				at = to;
				show(hits[at].offset);
			}
			tell();
		}

		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			const wanted = form.elements.q.value.trim();
			if (wanted && wanted === asked) {
				await go(at + 1);
				return;
			}
			asked = wanted;
			hits = [];
			next = null;
			at = -1;
			if (asked) {
				await more(0);
				await go(0);
			}
			tell();
		});
		back.addEventListener("click", () => go(at - 1));
		on.addEventListener("click", () => go(at + 1));
	}
})();
