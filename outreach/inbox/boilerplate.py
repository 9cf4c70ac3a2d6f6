"""What no writer typed: disclaimers, gateway warnings, "sent from my phone", list footers, virus scanners' praise."""

import re
from collections.abc import Sequence

#: Longer lines are text.
_MAX_SENT_FROM = 140

# One line; a device, a program or an app is named. Each alternative is one language.
_SENT_FROM = re.compile(
    r"^[\s*_>\[(-]*(?:"
    # "Sent from the wrong address, sorry" is text: a capital, "my" or a mail program must follow.
    r"(?:sent|posted|written|typed|envoyé)\s+(?:from|via|with|using|by|on|through)\s+"
    r"(?:my\b|an?\s+\w*(?:phone|mobile|tablet)|mobile$|mail\b|(?-i:[A-Z0-9]))"
    r"|sent on the (?:move|go|run)$|从我的.{2,30}发送$|(?:von|aus) unterwegs gesendet$"
    r"|sent securely (?:from|with|by)\b|get (?:outlook|airmail|bluemail|spark|the .{1,20} app) for\b"
    r"|(?:yahoo|aol) mail:|(?:download|try) (?:outlook|spark|bluemail)\b"
    r"|(?:please |kindly )?(?:excuse|forgive|pardon|apologies for)\b.{0,40}\b(?:typos?|brevity|spelling|"
    r"terseness)\b"
    r"|von mein[\w/]{0,12}\s.{1,60}\s(?:gesendet|geschickt|verschickt|versandt)"
    r"|(?:gesendet|gesandt|verschickt|versandt)\s+(?:von|mit|aus|über|via|per)\s"
    r"|diese (?:nachricht|e-?mail|mail) wurde (?:von|mit)\s.{1,80}\sgesendet|(?:holen sie sich|"
    r"laden sie) outlook"
    r"|outlook für (?:ios|android) (?:beziehen|herunterladen)"
    r"|envoy[ée]e?\s+(?:de|du|depuis|à partir|avec|par|via)\s|(?:obtenez|télécharge[rz]|obtenir) outlook|"
    r"provenance : courrier"
    r"|enviad[oa]\s+(?:desde|con|a partir|por|via|vía|do|da|pelo|através|usando|de mi)\b|(?:obtener|obtén|"
    r"descargar|obter o|obter|baixar) outlook"
    r"|inviat[oa]\s+(?:da|dal|dalla|con|tramite|via)\b|(?:scarica|ottieni) outlook"
    r"|(?:verzonden|verstuurd)\s+(?:vanaf|met|via|van|vanuit)\b|(?:download|krijg) outlook|"
    r"outlook voor (?:ios|android)"
    r"|(?:отправлено|послано|написано)\s+(?:с|со|из|от|через|при помощи|с помощью|мобильн\w+)\s|(?:получить|"
    r"скачать|загрузить) outlook"
    r"|(?:надіслано|відправлено|надіслане)\s+(?:з|із|зі|від|через|за допомогою)\s|(?:отримати|завантажити|"
    r"отримайте) outlook"
    r"|wysł(?:ane|ano|any)\s+(?:z|za|przez|przy)\b|(?:pobierz|uzyskaj) (?:program )?outlook"
    r"|odesláno\s+(?:z|ze|pomocí)\b|odoslané\s+(?:z|zo)\b|získ(?:at|ejte) outlook"
    r"|(?:sendt|sendte)\s+(?:fra|med|via)\b|skickat\s+(?:från|med|via)\b|(?:hent|hämta|skaffa) outlook"
    r"|lähetetty\s|hanki outlook|trimis\s+(?:de pe|din|cu|prin)\b|obțineți outlook"
    r"|elküldve\s|.{2,40}-r[óő]l küldve|изпратено\s+(?:от|с|чрез)\s|στάλθηκε (?:από|με)\s|poslano\s+(?:s|z|"
    r"sa|iz)\b"
    r"|.{2,40}(?:gönderildi|gönderilmiştir)$"
    r"|发自我的|從我的.{1,30}傳送|.{1,20}から送信|.{1,20}에서 보냄|.{1,30}에서 보냈습니다"
    r"|נשלח מה|أرسلت من|تم الإرسال من"
    r")",
    re.IGNORECASE,
)

# Said by a company, not by a person; one is enough where the paragraph stands below the text. Each alternative is
# worded so that a person's "I received this in error" or "I want to unsubscribe" is none.
_DISCLAIMER = re.compile(  # over lower case, which is three times as fast as ignoring case
    # English
    r"\b(?:this|the|any|our|all) (?:e-?mails?|messages?|communications?|transmissions?|"
    r"information contained)\b.{0,120}\b(?:confidential|privileged|proprietary)"
    r"|confidentiality (?:notice|note|warning|disclaimer)|legally privileged|^\W*disclaimer\b|"
    r"^\W*legal notice\b"
    r"|(?:intended|solely|only)\b.{0,60}\b(?:recipient|addressee|individual or entity|person to whom|"
    r"named (?:above|recipient))"
    r"|not the (?:intended|named) (?:recipient|addressee)|received .{0,50}\b(?:in|by) (?:error|"
    r"mistake)\b.{0,120}\b(?:delet|notif|destroy|inform|return)"
    r"|accepts? no (?:liability|responsibility)|views (?:or opinions )?expressed|registered (?:office|"
    r"in (?:england|scotland|wales|ireland))"
    r"|(?:company|vat|tax|charity)(?: registration| reg\.?)? (?:no|number|reg)\b[^\n]{0,20}\d|"
    r"consider the environment|think before (?:you )?print"
    r"|scanned (?:for|by)\b.{0,60}(?:virus|malware|spam|filter|secur)|virus[- ]?free|checked (?:for|"
    r"by) .{0,30}virus|virenfrei|auf viren (?:geprüft|überprüft|gescannt)|sans virus|libre de virus"
    r"|без вирусов|avast\.com|mimecast|messagelabs"
    r"|you(?:'re| are) receiv(?:ing|ed) this (?:e-?mail|message) because|to (?:unsubscribe|"
    r"stop receiving)\b[^.?!]{0,80}(?:https?:|click here|visit|send an? (?:empty )?e-?mail)"
    # German
    r"|(?:inhalt|diese) .{0,30}\bvertraulich\b.{0,80}(?:bestimmt|adressat|empfänger)"
    r"|enthält vertrauliche|vertrauliche und\b|rechtlich geschützt|irrtümlich erhalten.{0,120}(?:lösch|"
    r"informier|vernicht|benachrichtig|sofort)"
    r"|nicht der (?:richtige|beabsichtigte|vorgesehene|bestimmungsgemäße) (?:adressat|empfänger)|"
    r"sitz der gesellschaft|registergericht|amtsgericht .{2,40}\bhr[ab]"
    r"|\bhr[ab][ :.]{0,3}(?:nr\.? ?)?\d|ust-?id|geschäftsführ(?:er|erin|ung|ende\w*)\s?:|"
    r"vorsitzender des aufsichtsrat|vorstand\s?:"
    r"|denken sie an die umwelt|umwelt zuliebe|bevor sie (?:diese|die) .{0,20}(?:mail|"
    r"nachricht) (?:aus)?drucken|(?:hinweise|informationen) zum datenschutz"
    # French, Spanish, Portuguese, Italian, Dutch
    r"|(?:ce|cet|cette|le présent) (?:message|courriel|e-?mail|courrier|mail)\b.{0,120}(?:confidentiel|"
    r"destiné exclusivement|à l['’]attention exclusive|à l['’]usage exclusif)"
    r"|reçu .{0,40}par erreur.{0,120}(?:détrui|supprim|avert|signal|inform|retourn)|au capital de\b|"
    r"\brcs [a-zé]|n['’]imprimez|avant d['’]imprimer|pensez à l['’]environnement"
    r"|(?:este|esta|el presente|la presente|a presente) (?:mensaje|correo|comunicación|mensagem|e-?mail|"
    r"documento)\b.{0,160}\bconfidencia(?:l|is|les)"
    r"|(?:recibido|recebeu) .{0,50}(?:por error|por engano|por erro).{0,120}(?:elimin|destru|apag|notifi|"
    r"avis|comuni)|antes de imprimir|registro mercantil"
    r"|en cumplimiento de (?:la ley|lo dispuesto|lo establecido)|le informamos (?:de )?que sus datos"
    r"|(?:il presente|questo|la presente) (?:messaggio|e-?mail|comunicazione)\b.{0,160}\briservat|"
    r"informazioni contenute in quest.{0,120}riservat|d\.?lgs|prima di stampare"
    r"|(?:dit|deze) (?:bericht|e-?mail)\b.{0,120}\b(?:vertrouwelijk|uitsluitend bestemd)|niet de (?:beoogde|"
    r"geadresseerde)"
    # Working hours, which are nobody's answer
    r"|\b(?:working|office) hours may (?:not be|differ|be different)\b|(?:do not|don['’]t) (?:expect"
    r"|feel (?:obliged|"
    r"any (?:pressure|obligation)))\b.{0,60}\boutside (?:of )?(?:your|yours|normal|working)"
    # Health and legal small print, notices of privacy
    r"|may contain (?:phi\b|protected health)|unauthori[sz]ed (?:review|use|disclosure|access)\b.{0,40}prohibit"
    r"|does not accept service (?:of \w+ )?by e-?mail|^\W*(?:aviso de privacidad|privacy notice"
    r"|datenschutzhinweis\w*)\b"
    r"|(?:переписка|листування)\b.{0,80}не (?:созда[её]т|порождает|влеч[её]т|створює)"
    r"|не является (?:публичной )?офертой"
    # Russian, Ukrainian, Polish
    r"|(?:сообщени|письм|информаци|вложени)\w+.{0,160}(?:конфиденциальн|предназначен\w* (?:исключительно|"
    r"только))|^\W*конфиденциальн\w+"
    r"|не является (?:публичной )?офертой|не являетесь (?:его |надлежащим )?(?:адресатом|получателем)|"
    r"предназначен\w* (?:исключительно|только) для"
    r"|получили .{0,40}(?:по ошибке|ошибочно).{0,120}(?:удалит|сообщит|уведомит|уничтож)|"
    r"(?:прежде чем|перед тем,? как) (?:распечат|печатать)|подумайте об экологии"
    r"|проверен[оа]? (?:на (?:наличие )?вирус|антивирус)|(?:повідомлення|лист|"
    r"інформація)\b.{0,160}конфіденційн|призначен\w* (?:виключно|тільки|лише) для|не є офертою"
    r"|отримали це .{0,30}помилково.{0,120}(?:видал|повідом)|(?:wiadomość|korespondencja|"
    r"treść)\b.{0,140}\bpoufn|nie jest .{0,30}adresatem|sąd rejonowy|zanim wydrukujesz"
    r"|чтобы отписаться.{0,60}(?:перейдите|нажмите|http)",
    re.DOTALL,
)
# A gateway's warning above the text: a word of warning alone proves nothing, a person may begin so too.
_BANNER = re.compile(
    r"^[\s*_\[({<#!⚠️|>=-]*(?:"
    r"(?:caution|warning|attention|notice|alert|important|achtung|vorsicht|warnung|hinweis|attenzione|"
    r"atención|advertencia|precaución|atenção|"
    r"let op|waarschuwing|внимание|осторожно|предупреждение|увага|обережно|uwaga|pozor|obs|varning)"
    r"\b.{0,120}\b(?:extern\w*|esterno|outside|originat\w+|unknown sender|außerhalb|extérieur\w*|fuera de|"
    r"fora da|внешн\w+|извне|зовнішн\w+|ззовні|buiten|zewnętrz\w+|spoza)"
    r"|\[?\s*(?:external(?: e-?mail| mail| sender| message)?|extern(?:e (?:e-?mail|mail|nachricht))?|"
    r"externe?[rs]?|внешн\w+ (?:почта|письмо|отправитель)|"
    r"зовнішн\w+ (?:пошта|лист|відправник)|(?:correo |mensaje )?externo|e-?mail esterna|"
    r"externe[rsn]? (?:absender|sender|expéditeur|afzender)|expéditeur externe"
    r"|remitente externo)\s*[\])}*!:]*\s*$"
    r"|external (?:e-?mail|sender|message)\s*[:!.–—-].{0,300}$"
    r"|(?:you|some people who received this message) don['’]t often get email from"
    r"|sie erhalten nicht (?:oft|häufig)|"
    r"vous (?:ne recevez|n['’]obtenez) pas souvent"
    r"|no suele recibir correo|no suele obtener|вы не часто получаете|вы нечасто получаете|this (?:e-?mail|"
    r"message) (?:originated|was sent|came|is) from (?:outside|an external)"
    r"|(?:diese[rs]?) (?:e-?mail|nachricht) (?:stammt|kommt|wurde) von (?:außerhalb|einem externen|extern)"
    r"|это письмо (?:пришло|получено|отправлено) (?:от внешнего|извне|из внешн)|ce (?:message|mail|"
    r"courriel) (?:provient|vient) de l['’]ext"
    r")",
    re.IGNORECASE | re.DOTALL,
)
_LIST_FOOTER = re.compile(r"^_{20,}$")


def is_sent_from(line: str) -> bool:
    """Whether a device or a mail program put the line there."""
    stripped = line.strip()
    if not 5 < len(stripped) <= _MAX_SENT_FROM or not _SENT_FROM.match(stripped):
        return False
    # "Sent from my side it is fine, but ask Ana." A program writes one phrase.
    return stripped.count(". ") == 0 or "<http" in stripped or "excuse" in stripped.lower()


def is_disclaimer(paragraph: str) -> bool:
    """Whether the paragraph is a company's standing text."""
    return len(paragraph) >= 12 and bool(_DISCLAIMER.search(paragraph[:1_500].lower()))


def is_banner(paragraph: str) -> bool:
    """Whether the paragraph is a warning that a gateway put in front."""
    return len(paragraph) <= 700 and bool(_BANNER.match(paragraph))


def without_banners(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines below the gateway's warnings, and the warnings; text behind a one-line warning stays."""
    at, taken = 0, 0
    while True:
        while at < len(lines) and not lines[at].strip(" \t-_*=|>"):
            at += 1
        end = at
        while end < len(lines) and lines[end].strip(" \t-_*=|"):
            end += 1
        if end >= len(lines) or end == at or not is_banner("\n".join(lines[at:end])):
            break
        at = taken = end
    return list(lines[taken:]), list(lines[:taken])


def is_list_footer(lines: Sequence[str]) -> bool:
    """Whether the lines are what a mailing list appends: a long rule, the list's name, an address or a link."""
    return (
        bool(lines)
        and bool(_LIST_FOOTER.match(lines[0].strip()))
        and any("http" in line or "@" in line for line in lines[1:6])
    )
