//! Pictures of the window as small files: PNG with a palette of 256 colours, a quarter of the size of what a driver hands
//! out, and to the eye the same.
//!
//! A window has few colours and many shades at the edges of letters. The most frequent colours are kept as they are; the
//! rest of the palette goes to those that are furthest from it, so that a mark of a few pixels keeps its hue.

use std::collections::HashMap;
use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter};

type Colour = [u8; 3];

/// Colours of a palette.
const COLOURS: usize = 256;
/// How many of them are the most frequent ones.
const FREQUENT: usize = 176;

/// The same picture with a palette.
///
/// # Errors
/// Where it is no PNG of 8 bits a channel.
pub fn with_palette(picture: &[u8]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut reader = Decoder::new(Cursor::new(picture)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("too large")?];
    let info = reader.next_frame(&mut pixels)?;
    let channels = match (info.color_type, info.bit_depth) {
        (ColorType::Rgb, BitDepth::Eight) => 3,
        (ColorType::Rgba, BitDepth::Eight) => 4,
        other => return Err(format!("a picture of {other:?}").into()),
    };
    let colours = || pixels[..info.buffer_size()].chunks_exact(channels).map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    for colour in colours() {
        *counts.entry(colour).or_default() += 1;
    }
    let palette = palette(counts);
    let mut nearest: HashMap<Colour, u8> = HashMap::new();
    let indices: Vec<u8> =
        colours().map(|colour| *nearest.entry(colour).or_insert_with(|| nearest_in(&palette, colour))).collect();

    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, info.width, info.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::High);
    // Neighbours of an index are no numbers near it.
    encoder.set_filter(Filter::NoFilter);
    encoder.write_header()?.write_image_data(&indices)?;
    Ok(file)
}

/// The colours that say most.
fn palette(counts: HashMap<Colour, usize>) -> Vec<Colour> {
    let mut colours: Vec<(Colour, usize)> = counts.into_iter().collect();
    // In one order, whatever the map's is.
    colours.sort_by_key(|&(colour, count)| (std::cmp::Reverse(count), colour));
    let mut palette: Vec<Colour> = colours.iter().take(FREQUENT).map(|&(colour, _)| colour).collect();
    let mut rest: Vec<(Colour, u32)> =
        colours.iter().skip(FREQUENT).map(|&(colour, _)| (colour, distance_to(&palette, colour))).collect();
    while palette.len() < COLOURS
        && let Some(&(furthest, 1..)) = rest.iter().max_by_key(|(_, distance)| *distance)
    {
        palette.push(furthest);
        for (colour, distance) in &mut rest {
            *distance = (*distance).min(between(*colour, furthest));
        }
    }
    palette
}

fn distance_to(palette: &[Colour], colour: Colour) -> u32 {
    palette.iter().map(|&one| between(one, colour)).min().unwrap_or(u32::MAX)
}

fn nearest_in(palette: &[Colour], colour: Colour) -> u8 {
    let nearest = (0..=u8::MAX).zip(palette).min_by_key(|&(_, &one)| between(one, colour));
    nearest.map_or(0, |(index, _)| index)
}

/// The square of how far two colours lie apart; the eye sees green best.
fn between(a: Colour, b: Colour) -> u32 {
    let part = |channel: usize, weight: u32| weight * u32::from(a[channel].abs_diff(b[channel])).pow(2);
    part(0, 3) + part(1, 4) + part(2, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, pixels: &[Colour]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, width, pixels.len() as u32 / width);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels.concat())).expect("a picture");
        file
    }

    fn shown(picture: &[u8]) -> Vec<Colour> {
        let mut decoder = Decoder::new(Cursor::new(picture));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a picture");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut pixels).expect("a frame");
        pixels.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
    }

    #[test]
    fn few_colours_stay_as_they_are() {
        let pixels: Vec<Colour> = (0..64).map(|at| [at % 4 * 60, at / 4, 200]).collect();
        assert_eq!(shown(&with_palette(&png(8, &pixels)).expect("a palette")), pixels);
    }

    #[test]
    fn a_rare_hue_is_kept_among_many_shades() {
        let mut pixels: Vec<Colour> = (0..60_000_u32).map(|at| [(at % 255) as u8, (at / 255) as u8, 90]).collect();
        pixels[777] = [255, 0, 0];
        let after = shown(&with_palette(&png(200, &pixels)).expect("a palette"));
        assert_eq!(after[777], [255, 0, 0]);
        let worst = pixels.iter().zip(&after).map(|(&a, &b)| between(a, b)).max();
        assert!(worst < Some(3_000), "a colour moved by {worst:?}");
    }
}
