package delimited

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf16 "golang.org/x/text/encoding/unicode"
)

// TestEncodingsAreFound reads sentences in the code pages that spreadsheets of
// their countries save in.
func TestEncodingsAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		code encoding.Encoding
		text string
	}{
		{"Windows-1252", charmap.Windows1252, "Werden Schlüssel jährlich erneuert?"},
		{"Windows-1252", charmap.Windows1252, "Où les données sont-elles hébergées ? — précisez"},
		{"Windows-1252", charmap.Windows1252, "¿Quién revisa la configuración cada año?"},
		{"Windows-1252", charmap.Windows1252, "A equipe faz a verificação e a correção de não conformidades?"},
		{"Windows-1252", charmap.Windows1252, "Är loggarna skyddade mot ändringar även på reservplatsen?"},
		{"Windows-1252", charmap.Windows1252, "The vendor’s “keys” – who holds them?"},
		{"Windows-1250", charmap.Windows1250, "Jak często dostęp jest przeglądany i kto go zatwierdza, a także gdzie są kopie? Wyjaśnić różnice."},
		{"Windows-1250", charmap.Windows1250, "Kdo schvaluje přístup k údajům zákazníků a jak často je ověřován?"},
		{"Windows-1254", charmap.Windows1254, "Şifreler nasıl korunuyor ve değiştiriliyor?"},
		{"Windows-1251", charmap.Windows1251, "Кто утверждает доступ к данным клиентов?"},
		{"KOI8-R", charmap.KOI8R, "Кто утверждает доступ к данным клиентов?"},
		{"Windows-1253", charmap.Windows1253, "Ποιος εγκρίνει την πρόσβαση στα δεδομένα;"},
		{"Windows-1255", charmap.Windows1255, "מי מאשר את הגישה לנתוני הלקוחות?"},
		{"Windows-1256", charmap.Windows1256, "من يوافق على الوصول إلى بيانات العملاء؟"},
		{"Windows-874", charmap.Windows874, "ใครอนุมัติการเข้าถึงข้อมูลลูกค้า"},
		{"Shift-JIS", japanese.ShiftJIS, "誰が顧客データへのアクセスを承認しますか。"},
		{"EUC-JP", japanese.EUCJP, "誰が顧客データへのアクセスを承認しますか。"},
		{"GB18030", simplifiedchinese.GB18030, "谁批准对客户数据的访问？备份多久测试一次？"},
		{"Big5", traditionalchinese.Big5, "誰核准客戶資料的存取？備份多久測試一次？"},
		{"EUC-KR", korean.EUCKR, "누가 고객 데이터에 대한 접근을 승인합니까?"},
		{"UTF-16", utf16.UTF16(utf16.LittleEndian, utf16.UseBOM), "Who approves access?"},
		{"UTF-16", utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM), "Who approves access to it?\n誰が承認"},
		{"", encoding.Nop, "Qui approuve l’accès ?"},
		{"", encoding.Nop, BOM + "谁批准"},
	} {
		data, err := tt.code.NewEncoder().Bytes([]byte("Nr;Q;A\n1;" + tt.text + ";\n"))
		if err != nil {
			t.Fatal(err)
		}
		d, err := Parse("q.csv", data)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		if d.Encoding.Name != tt.name || !strings.Contains(string(d.Data), tt.text) {
			t.Errorf("%s %q is read as %s: %q", tt.name, tt.text, d.Encoding.Name, d.Data)
		}
	}
}

func TestNoText(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"zeros":               "\x00\x00\x00\x00",
		"zeros all over":      "a\x00\x00b,c\nd\x00",
		"half of a character": "\xff\xfeQ\x00,",
		"lone surrogate":      "\xff\xfe\x00\xd8,\x00",
	} {
		if d, err := Parse("q.csv", []byte(data)); err == nil {
			t.Errorf("%s: read as %s %q", name, d.Encoding.Name, d.Data)
		}
	}
}

// FuzzEncodings holds the package's promise: the text gives the bytes again.
func FuzzEncodings(f *testing.F) {
	for _, seed := range []string{"Q,A\nx,\n", "\xff\xfeQ\x00", "\x8e\xbf\x96\xe2,A\n", "Pr\xfcfung;\x81\x8d\n", "\xef\xbb\xbfQ", "\x00Q\x00,"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse("q.csv", data)
		if err != nil {
			return
		}
		back, err := d.Encoding.Encode(string(d.Data))
		if err != nil || !bytes.Equal(back, data) {
			t.Errorf("%q came back as %q from %s, %v", data, back, d.Encoding.Name, err)
		}
	})
}
