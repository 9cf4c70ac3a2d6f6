// nodemailer's pool of ten connections, each mail composed: node nodemailer_pool.cjs FOLDER PORT MAILS. Keeps nothing.
const fs = require("node:fs");
const path = require("node:path");
const { createRequire } = require("node:module");

const [folder, port, count] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const nodemailer = createRequire(path.join(folder, "package.json"))("nodemailer");

const CONNECTIONS = 10;

// The letter is cut at its placeholders once, as a template engine does that compiles.
const pieces = fs.readFileSync(path.join(__dirname, "letter.txt"), "utf8").split(/\{\{ (\w+) \}\}/);
const render = (values) => pieces.map((piece, place) => (place % 2 ? values[piece] : piece)).join("");

function mail(number) {
  const company = `Company ${number}`;
  return {
    from: "Ann Roe <ann@alpha.example>",
    to: `robin@company-${number}.example`,
    subject: `Who looks after the printers at ${company}?`,
    text: render({ given_name: "Robin", company, city: `Harbour ${number % 97}`, sender: "Ann Roe" }),
  };
}

function peakKib() {
  const status = fs.readFileSync("/proc/self/status", "latin1");
  return Number(/VmHWM:\s+(\d+)/.exec(status)[1]);
}

async function main() {
  const pool = nodemailer.createTransport({
    host: "127.0.0.1",
    port,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
    ignoreTLS: true,
  });
  const began = process.hrtime.bigint();
  const before = process.cpuUsage();
  let next = 0;
  // Twice as many at a time as there are connections: none of them waits for its next mail.
  const sendSome = async () => {
    while (next < count) await pool.sendMail(mail(next++));
  };
  await Promise.all(Array.from({ length: 2 * CONNECTIONS }, sendSome));
  const cpu = process.cpuUsage(before);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  pool.close();
  console.log(JSON.stringify({ seconds, cpu_seconds: (cpu.user + cpu.system) / 1e6, peak_kib: peakKib() }));
}

main();
