"""Words of the frame around reports, in a browser and in a terminal, and of their charts."""

WORDS: dict[str, tuple[str, str]] = {
    "yes": ("yes", "да"),
    "no": ("no", "нет"),
    "page.made_at": ("Made on {at}", "Составлено {at}"),
    "page.contents": ("Contents", "Содержание"),
    "page.to_contents": ("Back to the contents", "К содержанию"),
    "page.two": ("{first}, {second}", "{first}, {second}"),
    "page.by": ("by {column}", "по разрезу «{column}»"),
    "page.look_here": ("Look here:", "Обратите внимание:"),
    "page.good": ("Good:", "Хорошо:"),
    "page.as_table": ("The same as a table", "То же таблицей"),
    "page.weak": ("weak link", "слабое звено"),
    "page.goal": ("goal", "цель"),
    "page.interval": ("95 % interval", "интервал 95 %"),
    "page.interval_from_to": ("{low} to {high}", "от {low} до {high}"),
    "page.value": ("value", "значение"),
    "page.when": ("when", "когда"),
    "page.what": ("what", "что"),
    "page.scrolls": ("Table: {title}; scrolls sideways", "Таблица: {title}; прокручивается вбок"),
    # Said by the terminal, which puts the columns in their place.
    "page.left_out": (
        "Not enough room for: {{columns}}. A wider terminal or --json shows all.",
        "Не хватило места для: {{columns}}. Всё видно в более широком терминале или с --json.",
    ),
    "page.no_values": ("There is nothing to draw yet.", "Рисовать пока нечего."),
    "page.offline": (
        "This file needs nothing else: it opens without a network and sends nothing anywhere. It holds figures of"
        " people: pass it on as you would pass them on.",
        "Этому файлу больше ничего не нужно: он открывается без сети и никуда ничего не отправляет. В нём показатели"
        " людей: передавайте его так же осторожно, как их сами.",
    ),
}
