"""What mail programs and providers call Sent, Junk, All Mail and the like: the words, a language a line.

Asked only where no folder is marked by the server (RFC 6154). The likelier name stands first: servers mostly
keep the English name and the program translates it on the screen. Case, hyphens and underscores, and the two
ways to spell an accent, make no difference. An outbox is not Sent: what lies there has not gone out.
"""

from outreach.mail.imap_names import FolderRole


def _names(words: str) -> tuple[str, ...]:
    return tuple(name.strip() for line in words.splitlines() for name in line.split(";") if name.strip())


_SENT = _names("""
    Sent; Sent Items; Sent Mail; Sent Messages; Sent Email
    Gesendet; Gesendete Elemente; Gesendete Objekte; Gesendete Nachrichten; Gesendete Mails
    Отправленные; Отправленные письма; Отправленное
    Надіслані; Відправлені; Надіслані листи
    Адпраўленыя; Дасланыя
    Envoyés; Éléments envoyés; Messages envoyés; Courrier envoyé; Objets envoyés; Envoyé
    Enviados; Elementos enviados; Mensajes enviados; Correo enviado
    Enviats; Elements enviats
    Itens enviados; E-mails enviados; Mensagens enviadas; Enviadas; Correio enviado
    Posta inviata; Inviata; Inviati; Elementi inviati; Messaggi inviati
    Verzonden; Verzonden items; Verzonden berichten; Verzonden objecten
    Wysłane; Elementy wysłane; Wysłane wiadomości
    Odeslané; Odeslaná pošta; Odeslané zprávy
    Odoslané; Odoslaná pošta; Odoslané správy
    Poslano; Poslane stavke; Poslana pošta; Poslano sporočilo
    Poslato; Послато; Poslate stavke
    Изпратени; Изпратена поща; Испратени
    Skickat; Skickade; Skickade objekt; Skickade meddelanden
    Sendt; Sendt post; Sendt e-post; Sendte elementer; Sendte meldinger
    Lähetetyt; Lähetetyt viestit
    Saadetud; Saadetud kirjad
    Nosūtītie; Nosūtītās vēstules
    Išsiųsti; Išsiųsti laiškai
    Elküldött; Elküldött elemek; Elküldött üzenetek
    Trimise; Elemente trimise; Mesaje trimise
    Απεσταλμένα; Σταλμένα
    Gönderilmiş Öğeler; Gönderilmiş; Gönderilen; Gönderilenler; Gönderilmiş Postalar
    Göndərilmiş; Göndərilənlər
    გაგზავნილი
    Ուղարկված
    Жіберілген; Жіберілгендер
    נשלח; דואר שנשלח; פריטים שנשלחו
    المرسل; البريد المرسل; العناصر المرسلة; الرسائل المرسلة
    ارسال شده
    送信済み; 送信済みアイテム; 送信済みメール; 送信済みメッセージ
    已发送; 已发送邮件; 已发邮件
    已傳送; 寄件備份; 已傳送郵件; 寄件匣備份
    보낸편지함; 보낸 편지함; 보낸메일함
    Đã gửi; Thư đã gửi
    Terkirim; Item Terkirim
    ส่งแล้ว; จดหมายที่ส่งแล้ว
    भेजे गए
""")

_JUNK = _names("""
    Junk; Spam; Junk E-mail; Junk Email; Junk Mail; Bulk Mail; Bulk
    Junk-E-Mail; Spamverdacht; Unerwünscht; Unerwünschte Werbung; Spam-Verdacht
    Спам; Нежелательная почта
    Небажана пошта; Непотрібна пошта
    Courrier indésirable; Indésirables; Pourriel; Pourriels
    Correo no deseado; No deseado; Correo basura
    Correu brossa
    Lixo eletrônico; Lixo eletrónico; Lixo electrónico; Spam e lixo
    Posta indesiderata; Indesiderata
    Ongewenste e-mail; Ongewenst; Ongewenste reclame
    Wiadomości-śmieci; Wiadomości śmieci; Niechciane
    Nevyžádaná pošta; Nevyžádané
    Nevyžiadaná pošta; Nežiaduca pošta
    Neželena pošta; Neželjena pošta; Нежељена пошта; Vsiljena pošta
    Нежелана поща; Несакана пошта
    Skräppost
    Søppelpost; Søppel-e-post; Uønsket post; Uønsket e-post; Uønsket mail
    Roskaposti
    Rämpspost
    Mēstules; Nevēlamais e-pasts
    Šlamštas; Nepageidaujami laiškai
    Levélszemét
    Mesaje nedorite; E-mail nedorit
    Ανεπιθύμητα; Ανεπιθύμητη αλληλογραφία
    Önemsiz E-posta; Gereksiz E-posta; İstenmeyen; Gereksiz; İstenmeyen Posta
    דואר זבל; ספאם
    البريد العشوائي; البريد غير الهام; الرسائل غير المرغوب فيها
    هرزنامه
    迷惑メール
    垃圾邮件; 垃圾邮箱
    垃圾郵件
    스팸; 스팸편지함; 스팸메일함; 정크 메일
    Thư rác
    จดหมายขยะ; อีเมลขยะ
    स्पैम
""")

_ALL = _names("""
    All Mail; All
    Alle Nachrichten
    Вся почта
    Уся пошта; Вся пошта
    Tous les messages
    Todos; Todos los mensajes; Todo el correo
    Todos os e-mails; Todo o correio; Todo o correio eletrônico
    Tutti i messaggi
    Alle berichten; Alle e-mail
    Wszystkie
    Všechny zprávy
    Všetky správy
    Alla mail; Alla mejl
    All e-post; Alle mails
    Kaikki viestit
    Összes levél
    Toate mesajele
    Όλα τα μηνύματα
    Tüm Postalar
    כל הדואר
    كل البريد
    すべてのメール
    所有邮件; 所有郵件
    전체보관함
    Tất cả thư
""")

_ARCHIVE = _names("""
    Archive; Archives; Archived
    Archiv; Архив; Архів; Archivo; Archivio; Arquivo; Arquivar; Archief; Archiwum; Archív
    Arkiv; Arkisto; Arhiiv; Archívum; Arhivă; Arhiva; Архива; Arşiv
    Αρχείο; ארכיון; الأرشيف; アーカイブ; 归档; 封存; 보관함; Lưu trữ
""")

_DRAFTS = _names("""
    Drafts; Draft
    Entwürfe; Черновики; Чернетки; Brouillons; Borradores; Rascunhos; Bozze; Concepten
    Kopie robocze; Szkice; Koncepty; Rozepsané; Utkast; Kladder; Luonnokset; Piszkozatok
    Schițe; Ciorne; Чернови; Πρόχειρα; Taslaklar
    טיוטות; المسودات; 下書き; 草稿; 草稿箱; 임시보관함; Thư nháp
""")

_TRASH = _names("""
    Trash; Deleted Items; Deleted Messages; Deleted; Bin
    Papierkorb; Gelöschte Elemente; Gelöschte Objekte; Gelöscht
    Корзина; Удалённые; Удаленные; Кошик; Видалені
    Corbeille; Éléments supprimés; Papelera; Elementos eliminados; Lixeira; Lixo; Itens excluídos
    Cestino; Posta eliminata; Prullenbak; Verwijderde items; Kosz; Elementy usunięte; Koš; Kôš
    Papperskorgen; Papirkurv; Papirkurven; Roskakori; Lomtár; Törölt elemek; Coș de gunoi; Кошче
    Κάδος απορριμμάτων; Çöp Kutusu; Silinmiş Öğeler
    אשפה; المهملات; ゴミ箱; 已删除; 已删除邮件; 垃圾桶; 휴지통; Thùng rác
""")

KNOWN_NAMES: dict[FolderRole, tuple[str, ...]] = {
    FolderRole.SENT: _SENT,
    FolderRole.JUNK: _JUNK,
    FolderRole.ALL: _ALL,
    FolderRole.ARCHIVE: _ARCHIVE,
    FolderRole.DRAFTS: _DRAFTS,
    FolderRole.TRASH: _TRASH,
}
