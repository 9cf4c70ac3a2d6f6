"""Words of the report on referrals."""

WORDS: dict[str, tuple[str, str]] = {
    # --- figures
    "referrals.people_replied": ("people who answered", "ответили, человек"),
    "referrals.naming": ("of them named a colleague", "из них назвали коллегу"),
    "referrals.named": ("colleagues named", "названо коллег"),
    "referrals.referred_rate": ("referred people who answer", "отвечают названные"),
    "referrals.cold_rate": ("others who answer", "отвечают остальные"),
    # --- whether they answer more often
    "referrals.verdict.more": (
        "Referred people answer {times:number} times as often ({low:number} to {high:number}).",
        "Названные коллеги отвечают в {times:number} раза чаще (от {low:number} до {high:number}).",
    ),
    "referrals.verdict.less": (
        "Referred people answer only {times:number} times as often ({low:number} to {high:number}): less than others.",
        "Названные коллеги отвечают реже остальных: {times:number} от их доли (от {low:number} до {high:number}).",
    ),
    "referrals.verdict.more_points": (
        "Referred people answer more often: by {points:number} points ({low:number} to {high:number}).",
        "Названные коллеги отвечают чаще: на {points:number} п. п. (от {low:number} до {high:number}).",
    ),
    "referrals.verdict.less_points": (
        "Referred people answer less often: by {points:number} points ({low:number} to {high:number}).",
        "Названные коллеги отвечают реже: на {points:number} п. п. (от {low:number} до {high:number}).",
    ),
    "referrals.verdict.alike": (
        "Whether referred people answer more often does not show: the difference lies between {low:number} and"
        " {high:number} points.",
        "Чаще ли отвечают названные коллеги, не видно: разница лежит между {low:number} и {high:number} п. п.",
    ),
    "referrals.verdict.not_enough_data": (
        "Whether referred people answer more often: not enough data ({referred} referred, {cold} others were reached;"
        " it takes at least {least} of each, and a difference that shows).",
        "Чаще ли отвечают названные коллеги: мало данных (письма дошли до {referred} названных и {cold} остальных;"
        " нужно хотя бы по {least} и заметная разница).",
    ),
    "referrals.rates_are": (
        "Of the people whom a follow-up, or a cold mail, reached in the period: how many have answered since. Slow"
        " sequences for those who are not ready are neither. The verdict is 99 % sure, the intervals are of 95 %.",
        "Из тех, до кого за период дошло письмо по рекомендации или холодное: сколько с тех пор ответили. Медленные"
        " цепочки для тех, кто ещё не готов, не учтены. Вывод надёжен на 99 %, интервалы — 95 %.",
    ),
    "referrals.rates_chart": ("How many answer", "Сколько отвечают"),
    "referrals.bar.referred": ("referred", "названные"),
    "referrals.bar.cold": ("cold", "холодные"),
    # --- groups
    "referrals.groups": (
        "Who names colleagues, by {by} of the mail that was answered",
        "Кто называет коллег; разрез по письму, на которое ответили: {by}",
    ),
    "referrals.not_by_template": (
        "Response rates are not compared by template: whoever answers the third mail has had the other two as well.",
        "По шаблонам доли ответивших не сравниваются: кто ответил на третье письмо, получил и первые два.",
    ),
    "referrals.naming_chart": (
        "Of those who answered, who named a colleague",
        "Кто из ответивших назвал коллегу",
    ),
    "column.people_replied": ("answered", "ответили"),
    "column.people_naming": ("named somebody", "назвали кого-то"),
    "column.naming": ("named one", "назвали"),
    "column.named": ("colleagues", "коллег"),
    "column.by_machines": ("by machines", "автоматами"),
    "column.written_to": ("written to", "написали"),
    "column.colleague_answered": ("they answered", "они ответили"),
    "column.referred_rate": ("referred answer", "отвечают названные"),
    "column.cold_rate": ("cold answer", "отвечают холодные"),
    # --- what became of them
    "referrals.fates": ("What became of the colleagues", "Что стало с названными коллегами"),
    "referrals.fate.answered": ("answered", "ответили"),
    "referrals.fate.written_to": ("written to, no answer yet", "написали, ответа пока нет"),
    "referrals.fate.refused": ("refused", "отказано"),
    "referrals.fate.approved": ("approved, nothing sent yet", "одобрены, письма ещё не было"),
    "referrals.fate.needs_address": ("address is looked for", "ищут адрес"),
    "referrals.fate.waiting": ("waits for a person", "ждут решения человека"),
    "referrals.by_machines": (
        "{count:of them was|of them were} named by notices of absence or departure, which are no replies.",
        "Из них {count:человека назвали|человека назвали|человек назвали} автоответы об отсутствии или уходе: это не"
        " ответы людей.",
    ),
    "column.fate": ("what became of them", "что стало"),
    "column.colleagues": ("colleagues", "коллег"),
    "column.of_named": ("of all", "от всех"),
    "column.fate_answered": ("answered", "ответили"),
    "column.fate_written_to": ("no answer yet", "без ответа"),
    "column.fate_refused": ("refused", "отказано"),
    "column.fate_approved": ("approved", "одобрены"),
    "column.fate_needs_address": ("address lacks", "нет адреса"),
    "column.fate_waiting": ("waiting", "ждут"),
    "referrals.refusals": ("Why colleagues were refused", "Почему отказано"),
    "column.why_refused": ("reason", "причина"),
    # --- how they were named
    "referrals.ways": ("How they were named", "Как их назвали"),
    "referrals.via.text": ("in the text", "в тексте"),
    "referrals.via.cc": ("put on copy", "в копии"),
    "referrals.via.forwarded": ("passed on", "переслали"),
    "referrals.via.automatic": ("automatic notice", "автоответ"),
    "column.via": ("how", "как"),
    "column.approved": ("approved", "одобрены"),
    "column.refused_referrals": ("refused", "отказано"),
    # --- how far
    "referrals.depths": ("How long the chains are", "Длина цепочек рекомендаций"),
    "referrals.depth_is": (
        "1: named by somebody whom we had asked ourselves; 2: by somebody whom these had named. A chain ends with"
        " whoever has named nobody further.",
        "1: назвал тот, кому мы написали сами; 2: тот, кого назвали они. Цепочка кончается тем, кто больше никого не"
        " назвал.",
    ),
    "column.depth": ("depth", "шагов"),
    "column.ends": ("chains end", "концы цепочек"),
    "referrals.hops": ("How many referrals to whoever decides", "Сколько рекомендаций до того, кто решает"),
    "referrals.mean_hops": (
        "On average {mean:number} to a lead that sales has confirmed. Inquiries that answer no mail of ours are left"
        " out.",
        "В среднем {mean:number} до лида, подтверждённого продажами. Обращения не в ответ на наши письма не учтены.",
    ),
    "referrals.no_mean_hops": (
        "Sales has confirmed none in the period. Inquiries that answer no mail of ours are left out.",
        "За период продажи не подтвердили ни одного. Обращения не в ответ на наши письма не учтены.",
    ),
    "column.hops": ("referrals", "рекомендаций"),
    "referrals.referrers": ("Companies that name most", "Компании, которые называют чаще всех"),
    "column.account": ("company", "компания"),
}
