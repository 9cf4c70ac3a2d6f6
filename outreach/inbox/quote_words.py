"""The words by which mail programs mark what they quote, in the languages that they speak.

Tables only; `quotes` walks them. Everything is matched without regard to case.
"""

import re

#: "wrote", as it stands in an attribution line. Regular expressions.
WROTE = (
    # English, German, Dutch
    "wrote", "writes?", "sent you the following", "schrieb(?:en)?", "hat geschrieben", "geschrieben",
    "schreef", "geschreven", "heeft.{0,120}geschreven",
    # French, Spanish, Catalan, Portuguese, Italian, Romanian
    "a [ée]crit", "écrivit", "écrivait", "escribi[óo]", "ha escrito", "escribe", "va escriure", "escreveu",
    "ha scritto",
    "scrisse", "scriveva", "a scris", "scria",
    # Russian, Ukrainian, Belarusian, Bulgarian, Serbian
    "пиш[её]т", "пишете", "писали?", r"писал(?:\(а\)|а)?", r"написал(?:\(а\)|а)?", "написали", "пише",
    "писав(?:ла|ли)?",
    r"написа[вл](?:\(-?ла\)|ла|ли)?", "напісаў", "піша", "написа", "je napisa(?:o|la)", "је написа(?:о|ла)",
    # Polish, Czech, Slovak, Slovene, Croatian
    r"napisał(?:\(a\)|a)?", r"pisze", r"napsala?", r"napsal\(a\)", r"napísala?", r"napísal\(a\)",
    r"napisala?", "píše",
    # Scandinavian, Finnish, Estonian, Latvian, Lithuanian
    "skrev", "skriver", "kirjoitti", "kirjutas", r"rakstīja", r"rašė", "parašė",
    # Hungarian, Turkish, Greek, Albanian
    "írta", "ezt írta", "yazdı", "şunu yazdı", "şunları yazdı", "έγραψε", "shkroi",
    # Asian and Semitic languages
    "写道", "寫道", "写了", "のメール", "のメッセージ",
        "さんは書きました", "作成", "님이 작성", "đã viết", "menulis", "tulis", "כתב",
    "כתבה", "كتب",
)  # fmt: skip

#: Attributions that carry neither a date nor an address in every program; they count before a quoted line only.
WROTE_ALONE = (
    "you wrote", "you write", "вы писали", "ви писали", "sie schrieben", "vous avez écrit", "usted escribió",
    "hai scritto", "quoting .{1,80}", "zitat von .{1,80}", "quoted from .{1,80}", "citando a .{1,80}",
    "citation de .{1,80}",
    "цитирую .{1,80}", "cytowanie .{1,80}", "citát .{1,80}", "citazione .{1,80}",
)  # fmt: skip

#: What an attribution begins with, before a date.
OPENERS = (
    "on", "at", "in a message dated", "am", "le", "el", "el día", "il", "em", "op", "den", "dnia", "w dniu",
    "pe",
    "dne", "dňa", "dana", "na", "kl", "tarihinde", "στις", "în data", "în", "a la data", "data", "в", "във",
    "на", "le jour",
    "il giorno", "in data", "em data", "vào", "pada", "quoting", "vào lúc", "ngày", "у", "ο χρήστης",
    "a(?:z)?",
)  # fmt: skip

#: Field names of a quoted header, by what they hold.
HEADER_WORDS: dict[str, tuple[str, ...]] = {
    "from": (
        "from", "von", "de", "da", "van", "от", "от кого", "від", "від кого", "fra", "från", "od", "kimden",
        "gönderen",
        "remitente", "expéditeur", "mittente", "отправитель", "відправник", "absender", "lähettäjä", "feladó",
        "από", "di",
        "发件人", "寄件者", "寄件人",
        "差出人", "送信者", "보낸 사람", "보낸사람", "מאת", "من", "de la", "ад", "nga", "saatja",

    ),
    "date": (
        "date", "sent", "datum", "gesendet", "gesendet am", "envoyé", "envoyé le", "enviado", "enviado el",
        "enviada em",
        "enviado em", "enviada", "fecha", "inviato", "data", "data invio", "verzonden", "datum verzonden",
        "отправлено", "дата",
        "дата отправки", "дата и время", "надіслано", "відправлено", "dato", "sendt", "skickat", "wysłane",
        "wysłano",
        "data wysłania", "odesláno", "odoslané", "gönderilme tarihi", "tarih", "lähetetty", "päivämäärä",
        "elküldve", "dátum",
        "trimis", "ημερομηνία", "στάλθηκε", "发送时间", "傳送時間", "日期",
        "送信日時", "日付", "日時", "보낸 날짜", "날짜", "נשלח",
        "תאריך", "تاريخ", "изпратено", "poslano", "sent on", "date d'envoi", "message du", "отправлен",
    ),
    "to": (
        "to", "an", "à", "a", "para", "per", "aan", "кому", "til", "till", "do", "komu", "kime",
        "vastaanottaja", "címzett",
        "către", "προς", "收件人", "收件者", "宛先", "받는 사람", "받는사람", "אל", "إلى", "pour", "destinatario",
        "destinataire",
        "получатель", "одержувач", "empfänger", "alıcı", "για",  "kellele", "kam",
    ),
    "cc": (
        "cc", "kopie", "copie à", "copie", "copia", "con copia", "kopia", "копия", "копія", "kopi", "dw",
        "bilgi", "másolatot kap",
        "抄送", "副本", "참조", "עותק", "in kopie", "cópia", "kópia", "κοινοποίηση", "bcc", "kopio", "cc à",
    ),
    "subject": (
        "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "тема", "emne", "ämne",
        "temat", "předmět",
        "predmet", "konu", "aihe", "tárgy", "subiect", "θέμα", "主题", "主旨", "件名", "제목", "נושא", "الموضوع",
        "относно", "betr",
        "re", "ref", "objeto", "risposta", "naslov", "tēma", "tema",
    ),
    "other": (
        "reply-to", "reply to", "antwort an", "répondre à", "responder a", "важность", "importance",
        "wichtigkeit", "priority",
        "attachments", "anlagen", "pièces jointes", "вложения", "message-id", "organization", "x-mailer",
        "sensitivity",
        "ответить", "mailed-by", "signed-by", "datum/uhrzeit", "newsgroups", "in-reply-to", "resent-from",
    ),
}  # fmt: skip

#: What stands between dashes above a quoted or forwarded message.
ORIGINAL_MESSAGE = (
    "original message", "original e-?mail", "original appointment", "(?:replied|reply) message",
    "message from .{1,60}",
    "urspr(?:ü|ue?)ngliche nachricht", "original-?nachricht", "originalnachricht",
    "urspr(?:ü|ue?)nglicher termin",
    "message d['’]origine", "message original", "message initial", "mail original", "courriel original",
    "mail d['’]origine", "correo electrónico original", "message d['’]expéditeur", "e-?mail d['’]origine",
    "mensaje original", "correo original", "mensagem original", "messaggio originale",
    "messaggio original[ei]",
    "oorspronkelijk(?:e)? bericht", "исходное сообщение", "исходное письмо", "оригинальное сообщение",
    "первоначальное сообщение",
    "вихідне повідомлення", "оригінал повідомлення", "початкове повідомлення", "оригінальне повідомлення",
    "oryginalna wiadomość", "wiadomość oryginalna", "pierwotna wiadomość", "původní zpráva",
    "původní e-?mail", "pôvodná správa",
    "oprindelig meddelelse", "original meddelelse", "opprinnelig melding", "ursprungligt meddelande",
    "originalmeddelande",
    "alkuperäinen viesti", "eredeti üzenet", "mesaj original", "mesajul original", "orijinal ileti",
    "özgün ileti", "asıl mesaj",
    "αρχικό μήνυμα", "оригинално съобщение", "originalna poruka", "izvorna poruka", "izvirno sporočilo",
    "tin nhắn gốc",
    "原始邮件", "原始郵件", "元のメッセージ",
        "元のメール", "원본 메시지", "원본 메일", "הודעה מקורית", "الرسالة الأصلية",
)  # fmt: skip

FORWARDED_MESSAGE = (
    "(?:begin )?forwarded (?:message|e-?mail)(?: from .{1,60})?", "forwarded by .{1,80}", "fwd?", "forward",
    "weitergeleitete nachricht", "anfang der weitergeleiteten (?:nachricht|e-?mail)",
    "weitergeleitet von .{1,60}",
    "message transf[ée]r[ée]", "d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])",
    "message réexpédié",
    "mensaje reenviado", "inicio del mensaje reenviado", "mensagem (?:reenviada|encaminhada)",
    "início da mensagem (?:reenviada|encaminhada)", "messaggio inoltrato", "inizio messaggio inoltrato",
    "doorgestuurd bericht",
    "begin doorgestuurd bericht", "пересылаемое сообщение", "пересланное сообщение",
    "переадресованное сообщение",
    "начало (?:переадресованного|пересылаемого|пересланного) сообщения", "пересылаемое письмо",
    "пересланное письмо",
    "переслане повідомлення", "переспрямоване повідомлення",
    "початок (?:пересланого|переспрямованого) повідомлення",
    "пересилається повідомлення", "(?:treść )?przekazan(?:a|ej) wiadomoś(?:ć|ci)",
    "wiadomość przekazana dalej",
    "początek przekazywanej wiadomości", "přeposlaná zpráva", "začátek přeposlané zprávy",
    "preposlaná správa",
    "videresendt (?:melding|meddelelse|besked)", "(?:vidarebefordrat|vidarebefordrad) (?:meddelande|brev)",
    "vidarebefordrat meddelande", "välitetty viesti", "továbbított (?:üzenet|levél)", "mesaj redirecționat",
    "iletilmiş mesaj",
    "iletilen ileti", "προωθημένο μήνυμα", "препратено съобщение",
        "转发的邮件", "轉寄的郵件", "転送されたメッセージ", "전달된 메시지",
    "הודעה שהועברה", "رسالة معاد توجيهها", "proslijeđena poruka", "prosleđena poruka",
)  # fmt: skip

ANY_WROTE = re.compile(
    r"(?:(?<![^\W\d_])(?:" + "|".join(WROTE) + r")(?![^\W\d_])|写道|寫道|のメール)", re.IGNORECASE
)
ANY_WROTE_ALONE = re.compile(r"^\W*(?:" + "|".join(WROTE_ALONE) + r")\s*[:：]?\W*$", re.IGNORECASE)
ANY_ORIGINAL = re.compile(r"(?:" + "|".join(ORIGINAL_MESSAGE) + r")", re.IGNORECASE)
ANY_FORWARDED = re.compile(r"(?:" + "|".join(FORWARDED_MESSAGE) + r")", re.IGNORECASE)
HEADER_KINDS: dict[str, str] = {word: kind for kind, words in HEADER_WORDS.items() for word in words}
