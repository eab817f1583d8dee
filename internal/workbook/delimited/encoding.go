package delimited

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf16 "golang.org/x/text/encoding/unicode"
)

// Encoding is how a file writes its characters; the zero value is UTF-8.
type Encoding struct {
	// Name is as people know it: "Windows-1251"; "" for UTF-8.
	Name string
	// Guessed tells that no byte order mark says so.
	Guessed bool
	code    encoding.Encoding
	mark    string // the byte order mark
}

// errEncoding: the bytes are no text that could be written back as it was.
var errEncoding = errors.New("binary data, or text in an encoding that is not known here; save it as CSV in UTF-8")

// Decode returns the text of a file's bytes. It fails if the text would not
// give the same bytes again.
func (e Encoding) Decode(data []byte) (string, error) {
	if e.code == nil {
		if !utf8.Valid(data) {
			return "", errEncoding
		}
		return string(data), nil
	}
	rest, ok := bytes.CutPrefix(data, []byte(e.mark))
	if !ok {
		return "", errEncoding
	}
	text, err := e.code.NewDecoder().Bytes(rest)
	if err != nil {
		return "", errEncoding
	}
	back, err := e.Encode(string(text))
	if err != nil || !bytes.Equal(back, data) {
		return "", errEncoding
	}
	return string(text), nil
}

// Encode is the reverse of Decode; it fails on characters that the encoding lacks.
func (e Encoding) Encode(text string) ([]byte, error) {
	if e.code == nil {
		return []byte(text), nil
	}
	out, err := e.code.NewEncoder().Bytes([]byte(text))
	if err != nil {
		return nil, err
	}
	return append([]byte(e.mark), out...), nil
}

// Has tells whether the encoding has all characters of a text.
func (e Encoding) Has(text string) bool {
	_, err := e.Encode(text)
	return err == nil
}

// detect finds the encoding of a file, and its text.
func detect(data []byte) (Encoding, string, error) {
	for _, e := range []Encoding{
		{Name: "UTF-16", code: utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM), mark: "\xff\xfe"},
		{Name: "UTF-16", code: utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM), mark: "\xfe\xff"},
	} {
		if bytes.HasPrefix(data, []byte(e.mark)) {
			text, err := e.Decode(data)
			return e, text, err
		}
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return detectWide(data)
	}
	if utf8.Valid(data) {
		return Encoding{}, string(data), nil
	}
	return detectLegacy(data)
}

// detectWide finds UTF-16 without a mark by where its zero bytes stand:
// delimiters and line ends have one each in every language.
func detectWide(data []byte) (Encoding, string, error) {
	zeros := [2]int{}
	for i, b := range data {
		if b == 0 {
			zeros[i%2]++
		}
	}
	e := Encoding{Name: "UTF-16", Guessed: true, code: utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM)}
	few, many := zeros[0], zeros[1]
	if zeros[0] > zeros[1] {
		few, many = zeros[1], zeros[0]
		e.code = utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM)
	}
	if len(data)%2 != 0 || few*20 > many || many*40 < len(data) {
		return Encoding{}, "", errEncoding
	}
	text, err := e.Decode(data)
	if err != nil || bytes.IndexByte([]byte(text), 0) >= 0 {
		return Encoding{}, "", errEncoding
	}
	return e, text, nil
}

// sampleBytes is as much of a file as its encoding is guessed from.
const sampleBytes = 1 << 16

// detectLegacy reads the file in each code page and keeps the reading whose
// letters are most those of one language. All that fit no language well are
// Windows-1252, as programs take them.
func detectLegacy(data []byte) (Encoding, string, error) {
	sample := data[:min(len(data), sampleBytes)]
	if len(sample) < len(data) {
		if i := bytes.LastIndexByte(sample, '\n'); i > 0 {
			sample = sample[:i]
		}
	}
	best, bestScore := codePages()[0], minLikeness
	for _, c := range codePages() {
		text, err := c.Decode(sample)
		if err != nil {
			continue
		}
		if s := c.likeness(text); s > bestScore+sureLead {
			best, bestScore = c, s
		}
	}
	text, err := best.Decode(data)
	return best.Encoding, text, err
}

// A reading must have more than a third of its letters from one language, and
// beat the reading before it by more than the odd letter.
const (
	minLikeness = 0.33
	sureLead    = 0.02
)

// codePage is an encoding with the letters by which each of its languages is
// known: all that a Latin one has beyond ASCII, else the frequent ones.
type codePage struct {
	Encoding
	latin     bool
	alphabets []string
}

// likeness tells how much a text reads like one of the code page's languages,
// 1 at most. Beyond ASCII, Latin languages have single letters within words,
// all others whole words.
func (c codePage) likeness(text string) float64 {
	letters := map[rune]int{}
	all, odd := 0, 0
	var last [2]rune
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if !c.latin && isASCIILetter(r) && beyondASCII(last[1]) && last[1] < 0x2E80 {
				odd++
			}
		case unicode.IsControl(r), unicode.Is(unicode.Co, r):
			odd += 4
		case !beyondASCII(r):
			if !usualMark(r) || isASCIILetter(last[1]) && (r == '¿' || r == '¡') {
				odd++ // "za³o¿enia"
			}
		default:
			all++
			letters[unicode.ToLower(r)]++
			if c.latin && beyondASCII(last[0]) && beyondASCII(last[1]) || unicode.IsLower(last[1]) && unicode.IsUpper(r) {
				odd++
			}
		}
		last = [2]rune{last[1], r}
	}
	if all == 0 {
		return -float64(odd)
	}
	best := 0
	for _, alphabet := range c.alphabets {
		n := 0
		for _, r := range alphabet {
			n += letters[r]
		}
		best = max(best, n)
	}
	return (float64(best) - float64(odd)) / float64(all)
}

func isASCIILetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// usualMark is true for the marks, other than letters, that texts have.
func usualMark(r rune) bool {
	return strings.ContainsRune("\u00a0‘’“”„–—…•·«»‹›§°€£©®™№¿¡※○●△▲×①②③④⑤→", r) || r >= 0x3000 && r <= 0x30FF || r >= 0xFF00 && r <= 0xFF65
}

// beyondASCII is true for letters and the marks that some scripts put on them.
func beyondASCII(r rune) bool {
	return r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r))
}

// codePages lists the encodings that spreadsheets of the world save CSV in,
// Windows-1252 first.
func codePages() []codePage {
	page := func(name string, code encoding.Encoding, alphabets ...string) codePage {
		return codePage{Encoding: Encoding{Name: name, Guessed: true, code: code}, alphabets: alphabets}
	}
	latin := func(name string, code encoding.Encoding, alphabets ...string) codePage {
		c := page(name, code, alphabets...)
		c.latin = true
		return c
	}
	return []codePage{
		latin("Windows-1252", charmap.Windows1252, "äöüß", "éèêëàâçùûüôîïœæ", "áéíóúüñ", "ãõçáéíóúâêôà", "àèéìíîòóù", "åäöéü", "æøåéü", "ëïéèöüáó", "íáéóúæö"),
		latin("Windows-1250", charmap.Windows1250, "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
		latin("Windows-1254", charmap.Windows1254, "çğıöşüâîû"),
		latin("Windows-1257", charmap.Windows1257, "ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
		page("Windows-1251", charmap.Windows1251, "оеаинтсрвлкмдпуягбзы", "оаинівретслкумдпязьї", "аиоетнрсвлкмдпъзгуя"),
		page("Windows-1253", charmap.Windows1253, "αοιετσνηυρπκμλςίόάέήώ"),
		page("Windows-1255", charmap.Windows1255, "יוהלאתרבשמנםדקח"),
		page("Windows-1256", charmap.Windows1256, "اليمنورتبةدعسفكحقأه"),
		page("Windows-874", charmap.Windows874, "ารนอกเงมยลวดทสตะปบคหแจพชขใไโ่้ัิีืุู็์ำ"),
		page("KOI8-R", charmap.KOI8R, "оеаинтсрвлкмдпуягбзы"),
		page("Shift-JIS", japanese.ShiftJIS, japaneseLetters),
		page("EUC-JP", japanese.EUCJP, japaneseLetters),
		page("GB18030", simplifiedchinese.GB18030, simplifiedLetters),
		page("Big5", traditionalchinese.Big5, traditionalLetters),
		page("EUC-KR", korean.EUCKR, koreanLetters),
	}
}

// The characters that make up most of a business text in each language.
const (
	japaneseLetters = "あいうえおかがきぎくぐけげこごさざしじすずせぜそただちっつづてでとどなにぬねのはばひびふへべほまみむめもやゆよらりるれろわをんャュョッァィゥェォー" +
		"アイウエオカガキギクグケゲコゴサザシジスズセタダチツテデトドナニネノハバパヒビピフブプヘベペホボポマミムメモヤユヨラリルレロワンヴ" +
		"報情保護管理者等規程定義業務実施方針確認対策応体制安全技術認証委託先契約監査評価記録利用提供個人第三回答備考質問項番分類事会社員教育従取得公開通信暗号化限変更責任担当部署名日年月時間場合有無必要可能設定計画手順"
	simplifiedLetters = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经" +
		"之进着等部度家电力里如化高自二理起小物现实加量都两体制机当使点从业本去把性好应开合还因由其些然前外天政四日义事平形相全表间样与关各重新线内数正心反你明看原又利比或但质气第向道命此变条只没结解问意建月公无系军很情最立代想已通并提直题党程展果料象位入常文总次品式活设及管特件长求基资边流路级图山统接知较将组见计根论运农指几区强放决被做必战先回则任取据处队给色光门即保治造百规热领导器压志世金增争济油术极交受联认共权收证改清再采转更单风切打速花带安场身车例真务具万每目至达走积示议声报斗完类离名确才科张信息贵司否序号编别题答复备注政策策略密码加密员工培训访问控制漏洞供应商描述说明请网络数据客户系统审计"
	traditionalLetters = "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經" +
		"之進著等部度家電力裡如化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開合還因由其些然前外天政四日義事平形相全表間樣與關各重新線內數正心反你明看原又利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情最立代想已通並提直題黨程展果料象位入常文總次品式活設及管特件長求基資邊流路級圖山統接知較將組見計根論運農指幾區強放決被做必戰先回則任取據處隊給色光門即保治造百規熱領導器壓志世金增爭濟油術極交受聯認共權收證改清再採轉更單風切打速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類離名確才科張信息貴司否序號編別題答覆備註政策策略密碼加密員工培訓訪問控制漏洞供應商描述說明請網路數據客戶系統審計資訊驗"
	koreanLetters = "이다는의에을를로하가은한고지기서자사정보안대시및여부있습니까무리인업어해경용수도제관과으로적성전상장보호책번호분류질문답변비암화백차직원교육접근통제담당연락위탁계약서비스스템시네트워크데터개발운영조치침해사고복구점검증증저터게주구라일내관설명동원나내공"
)
